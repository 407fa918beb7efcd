/**
 * Where this phone is, as long as someone on it wants to know: what it says, how long that is
 * believed, and when it is asked anew. A place that is not believed any more is forgotten: neither
 * an alert nor a distance is of where the phone was.
 *
 *   unknown ──fix──► believed ──told anew──► believed …
 *      ▲                └──"I know none", or silent for too long──┐
 *      └──────────────────────────────────────────────────────────┘
 *
 * Rules W28, W50: docs/spec/march-page.md.
 */
import { type Signal, signal } from "@preact/signals";
import type { DeviceClock } from "./clock.ts";
import { type Fix, Locator } from "./locator.ts";
import type { Trouble } from "./status.ts";

/** Who walks is 40 m further on by then. */
export const HERE_MS_MAX = 30_000;
/** Early enough for the answer of a phone that lies still. */
const ASK_AT_MS = HERE_MS_MAX / 2;

export interface Wants {
  readonly isSharing: boolean;
  readonly isFollowing: boolean;
  /** An alert is about to be told of this place. */
  readonly isTelling: boolean;
  /** The phone may stop the page at any moment: it is not asked. */
  readonly isHidden: boolean;
  readonly intervalMs: number;
}

export interface WhereaboutsOptions {
  readonly clock: Pick<DeviceClock, "now">;
  readonly geolocation: Geolocation;
  /** A place was found. */
  readonly onFound: () => void;
  /** The person lets this page ask no more. */
  readonly onDenied: () => void;
}

export class Whereabouts {
  readonly fix: Signal<Fix | null> = signal(null);
  readonly trouble: Signal<Trouble | null> = signal(null);
  readonly #clock: Pick<DeviceClock, "now">;
  readonly #locator: Locator;
  readonly #onFound: () => void;
  readonly #onDenied: () => void;

  constructor({ clock, geolocation, onFound, onDenied }: WhereaboutsOptions) {
    this.#clock = clock;
    this.#onFound = onFound;
    this.#onDenied = onDenied;
    const hears = {
      fix: (fix: Fix) => this.#found(fix),
      trouble: (trouble: Trouble) => this.#failed(trouble),
    };
    this.#locator = new Locator(hears, clock, geolocation);
  }

  /** Watches the phone while someone wants to know: call it with every change, and every second. */
  heed(wants: Wants): void {
    const fix = this.fix.peek();
    const ageMs = fix === null ? Infinity : Math.abs(this.#clock.now() - fix.atMs);
    if (ageMs >= believedMs(wants)) this.fix.value = null;
    if (!isWatched(wants)) return this.#locator.stop();
    this.#locator.start(ageMsMax(wants));
    // Whoever said no would be asked for leave again, each second.
    const isRefused = this.trouble.peek() === "denied";
    if (!isRefused && ageMs >= askedAtMs(wants)) this.ask(wants);
  }

  /** Asks once: a phone that lies still tells its watchers nothing new. */
  ask(wants: Wants): void {
    this.#locator.ask(ageMsMax(wants));
  }

  close(): void {
    this.#locator.stop();
  }

  #found(fix: Fix): void {
    this.fix.value = fix;
    this.trouble.value = null;
    this.#onFound();
  }

  /** A phone that lies still has no trouble: whatever it has, it does not know where it is. */
  #failed(trouble: Trouble): void {
    this.trouble.value = trouble;
    this.fix.value = null;
    if (trouble === "denied") this.#onDenied();
  }
}

function isWatched({ isSharing, isFollowing, isTelling, isHidden }: Wants): boolean {
  return !isHidden && (isSharing || isFollowing || isTelling);
}

/** Silence for so long, and a place is where the phone was. */
function believedMs(wants: Wants): number {
  if (wants.isTelling || !isWatched(wants)) return HERE_MS_MAX;
  return wants.intervalMs + HERE_MS_MAX;
}

/** A place of that age is asked for anew; who only shares asks when a position is due (W8). */
function askedAtMs({ isTelling, isFollowing, intervalMs }: Wants): number {
  if (isTelling) return Math.min(ASK_AT_MS, intervalMs);
  return isFollowing ? intervalMs : Infinity;
}

/** A place that the phone knows already will do, when it is no older than that. */
function ageMsMax({ intervalMs }: Wants): number {
  return Math.min(intervalMs, HERE_MS_MAX);
}
