/**
 * Adapter of the service worker, as the page sees it: whether a newer build waits, and how to
 * change to it. A page is reloaded only because a person asked for it.
 *
 *   registered ─► a newer build waits ─renew─► it takes over ─► this page is loaded again
 *
 * Rule W34: docs/spec/march-page.md.
 */
import { signal } from "@preact/signals";
import { abortAfter } from "./clock.ts";

const WORKER = "/march/worker.js";
const SCOPE = "/march";
const TAKE_OVER_MS_MAX = 10_000;

export class Renewal {
  readonly isWaiting = signal(false);
  #registration: ServiceWorkerRegistration | null = null;

  /** Where a browser has no workers, or refuses, the page works with a network alone. */
  async register(): Promise<void> {
    if (!("serviceWorker" in navigator)) return;
    const options = { scope: SCOPE, updateViaCache: "none" } as const;
    this.#registration = await navigator.serviceWorker.register(WORKER, options).catch(() => null);
    this.#registration?.addEventListener("updatefound", () => this.#watch());
    this.#watch();
  }

  /** Asks the node for a newer build: when it is heard again, since it may have been updated. */
  look(): void {
    void this.#registration?.update().catch(() => undefined);
  }

  /** Has the worker keep what this page has loaded of the build by now, once there is a worker. */
  keepLoaded(): void {
    if (this.#registration === null) return;
    void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage("keep loaded", []));
  }

  /** To the newest build there is, also where this page is too old to go on. */
  async renew(): Promise<void> {
    await this.#registration?.update().catch(() => undefined);
    const next = this.#registration?.waiting ?? this.#registration?.installing ?? null;
    if (next !== null) await takenOver(next);
    location.reload();
  }

  /** Panic: no worker of ours, and nothing that it kept. */
  async remove(): Promise<void> {
    if (!("serviceWorker" in navigator)) return;
    const all = await navigator.serviceWorker.getRegistrations();
    await Promise.all(all.map((each) => each.unregister()));
    for (const name of await caches.keys()) await caches.delete(name);
  }

  #watch(): void {
    const { waiting, installing } = this.#registration ?? {};
    if (waiting && isNews()) this.isWaiting.value = true;
    installing?.addEventListener("statechange", () => {
      if (installing.state === "installed" && isNews()) this.isWaiting.value = true;
    });
  }
}

/** The first worker of all is none: this page is of its build. */
function isNews(): boolean {
  return navigator.serviceWorker.controller !== null;
}

async function takenOver(next: ServiceWorker): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const hear = (): void => {
    if (next.state === "installed") next.postMessage("take over", []);
    if (next.state === "activated" || next.state === "redundant") resolve();
  };
  next.addEventListener("statechange", hear);
  abortAfter(TAKE_OVER_MS_MAX).addEventListener("abort", () => resolve());
  hear();
  await promise;
}
