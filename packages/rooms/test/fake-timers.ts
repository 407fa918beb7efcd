/** Time that moves only when told to, timer by timer. */
import type { Timers } from "../src/timers.ts";

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

export class FakeTimers implements Timers {
  /** On a slot's edge, so that expiries are easy to say. */
  static readonly START_MS = 1_800_000_000_000;
  readonly #timers = new Set<Timer>();
  #nowMs = FakeTimers.START_MS;
  /** How wrong the wall clock is, beside the time that timers go by. */
  wrongMs = 0;
  #orders = 0;

  now(): number {
    return this.#nowMs + this.wrongMs;
  }

  readonly monotonic = (): number => this.#nowMs;

  after(delayMs: number, run: () => void): () => void {
    this.#orders += 1;
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#orders, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get waiting(): number {
    return this.#timers.size;
  }

  /** Runs what is due in the next `ms`, each at its own time, and lets promises settle between. */
  async pass(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settle();
    for (let timer = this.#next(endMs); timer !== undefined; timer = this.#next(endMs)) {
      this.#nowMs = Math.floor(Math.max(this.#nowMs, timer.atMs));
      this.#timers.delete(timer);
      timer.run();
      await settle();
    }
    this.#nowMs = endMs;
  }

  #next(endMs: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.atMs > endMs) continue;
      const isEarlier =
        first === undefined ||
        timer.atMs < first.atMs ||
        (timer.atMs === first.atMs && timer.order < first.order);
      if (isEarlier) first = timer;
    }
    return first;
  }
}

/** Everything that waits for promises alone has happened afterwards. */
export function settle(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
