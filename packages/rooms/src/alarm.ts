/**
 * Rings once, at the earliest moment that was asked for since it rang last: what gathers goes with
 * what can wait least.
 */
import type { Timers } from "./timers.ts";

export class Alarm {
  readonly #timers: Timers;
  readonly #ring: () => void;
  /** In steady time. */
  #atMs = Number.POSITIVE_INFINITY;
  #cancel: () => void = () => undefined;

  constructor(timers: Timers, ring: () => void) {
    this.#timers = timers;
    this.#ring = ring;
  }

  /** It rings so many milliseconds from now, or before. */
  within(ms: number): void {
    const atMs = this.#timers.monotonic() + ms;
    if (this.#atMs <= atMs) return;
    this.#cancel();
    this.#atMs = atMs;
    this.#cancel = this.#timers.after(ms, () => {
      this.#atMs = Number.POSITIVE_INFINITY;
      this.#ring();
    });
  }

  /** It never rings again. */
  stop(): void {
    this.#atMs = Number.NEGATIVE_INFINITY;
    this.#cancel();
  }
}
