/**
 * The service worker: keeps the build that the page was opened with, so that the page opens
 * without a network. It keeps nothing that the node says of a march.
 *
 *   installing ─shell and first files─► waiting ─"take over"─► active ─loaded─► map, languages
 *
 * A new build waits until a person says so: no page is reloaded in mid-march. It has no imports
 * but `answer.ts`, so that it stays one file. Rules W32 to W34: docs/spec/march-page.md.
 */
import { answererOf, type Build, cacheOf, outdated, SHELL, wantedAgain } from "./answer.ts";

/** As much of a worker's world as is needed: the types of workers and pages exclude each other. */
interface World {
  readonly location: { readonly origin: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener<Name extends keyof Events>(
    name: Name,
    hear: (event: Events[Name]) => void,
  ): void;
}
interface Extendable {
  waitUntil(work: Promise<unknown>): void;
}
interface Events {
  readonly install: Extendable;
  readonly activate: Extendable;
  readonly message: Extendable & { readonly data: unknown };
  readonly fetch: {
    readonly request: Request;
    respondWith(answer: Promise<Response>): void;
  };
}

/** The build writes it in here. */
declare const BUILD: Build;

const build = BUILD;
const world = globalThis as unknown as World;

world.addEventListener("install", (event) => event.waitUntil(install()));
world.addEventListener("activate", (event) => event.waitUntil(activate()));
world.addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(world.skipWaiting());
  if (event.data === "keep loaded") event.waitUntil(keepLoaded());
});
world.addEventListener("fetch", (event) => {
  const by = answererOf(event.request, world.location.origin, build);
  if (by !== "node") event.respondWith(by === "shell" ? shell(event.request) : kept(event.request));
});

/** All or nothing: a node that was updated meanwhile has another shell, and gets another worker. */
async function install(): Promise<void> {
  const answer = await fetch(new Request(SHELL, { cache: "no-cache" }));
  const hash = await crypto.subtle.digest("SHA-256", await answer.clone().arrayBuffer());
  const found = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0"));
  if (!answer.ok || found.join("") !== build.shellHash)
    throw new Error("the node has another build");
  const cache = await caches.open(cacheOf(build));
  await cache.put(SHELL, answer);
  await keep([...build.first, ...wantedAgain(build, await keptBefore())]);
}

async function keptBefore(): Promise<string[]> {
  const urls: string[] = [];
  for (const name of await caches.keys()) {
    const kept = await (await caches.open(name)).keys();
    urls.push(...kept.map(({ url }) => url));
  }
  return urls;
}

async function activate(): Promise<void> {
  for (const name of outdated(await caches.keys(), build)) await caches.delete(name);
  await world.clients.claim();
}

/** What the browser holds from the page's own loading is not asked of the node again. */
async function keep(paths: readonly string[]): Promise<void> {
  const cache = await caches.open(cacheOf(build));
  for (const path of paths) if ((await cache.match(path)) === undefined) await cache.add(path);
}

/** What was loaded before this worker heard of it, and nothing else: a phone may have little data. */
async function keepLoaded(): Promise<void> {
  const cache = await caches.open(cacheOf(build));
  for (const path of build.later) {
    const loaded = new Request(path, { cache: "only-if-cached", mode: "same-origin" });
    const answer = await fetch(loaded).catch(() => null);
    if (answer?.ok) await cache.put(path, answer);
  }
}

async function shell(request: Request): Promise<Response> {
  const cache = await caches.open(cacheOf(build));
  return (await cache.match(SHELL)) ?? fetch(request);
}

async function kept(request: Request): Promise<Response> {
  const found = await caches.match(request.url);
  if (found !== undefined) return found;
  const answer = await fetch(request);
  // What a panic has deleted meanwhile is not made again.
  if (!answer.ok || !(await caches.has(cacheOf(build)))) return answer;
  const cache = await caches.open(cacheOf(build));
  await cache.put(request.url, answer.clone());
  return answer;
}
