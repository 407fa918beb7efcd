/** Timers that a test moves by hand. */
import type { Timers } from "../src/sync/link.ts";

interface Waiting {
  readonly atMs: number;
  readonly run: () => void;
}

export class FakeTimers implements Timers {
  #nowMs = 0;
  #waiting: readonly Waiting[] = [];

  monotonic(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const waiting = { atMs: this.#nowMs + delayMs, run };
    this.#waiting = [...this.#waiting, waiting];
    return () => {
      this.#waiting = this.#waiting.filter((each) => each !== waiting);
    };
  }

  /** Lets time pass; what falls due runs in its order. */
  pass(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const [next] = this.#waiting.toSorted((a, b) => a.atMs - b.atMs);
      if (next === undefined || next.atMs > untilMs) break;
      this.#waiting = this.#waiting.filter((each) => each !== next);
      this.#nowMs = next.atMs;
      next.run();
    }
    this.#nowMs = untilMs;
  }

  get waiting(): number {
    return this.#waiting.length;
  }
}
