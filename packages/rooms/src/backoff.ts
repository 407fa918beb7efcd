/**
 * How long to wait before the next try: twice as long each time up to a maximum, and jittered, so
 * that clients that lost one node do not come back all at once.
 *
 * Rule M13: docs/spec/rooms.md.
 */
import { BACKOFF_MS_MAX, BACKOFF_MS_MIN } from "./limits.ts";

export class Backoff {
  readonly #random: () => number;
  #failures = 0;

  /** `random` gives numbers from 0 up to 1. */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** Milliseconds until the next try, which is taken to fail unless `reset` is called. */
  next(): number {
    const mostMs = Math.min(BACKOFF_MS_MAX, BACKOFF_MS_MIN * 2 ** this.#failures);
    this.#failures += 1;
    return mostMs * (0.5 + this.#random() / 2);
  }

  reset(): void {
    this.#failures = 0;
  }
}
