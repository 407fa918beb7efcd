/**
 * Time that passes only when nobody has anything to do: hundreds of heartbeats take a moment. A
 * port of `@muster/partition`.
 */
import type { JoinOptions } from "@muster/partition";
import { Fault } from "../fault.ts";

type Ports = NonNullable<JoinOptions["ports"]>;

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

/** What a settled group never needs, ms. */
const PATIENCE_MS = 60_000;

export class VirtualTime implements Ports {
  readonly random: () => number;
  #nowMs = 0;
  readonly #timers = new Set<Timer>();

  constructor(random: () => number) {
    this.random = random;
  }

  now(): { readonly monotonicMs: number; readonly wallMs: number } {
    return { monotonicMs: this.#nowMs, wallMs: this.#nowMs };
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Lets time pass until it holds. */
  async until(holds: () => boolean): Promise<void> {
    const patience = this.#nowMs + PATIENCE_MS;
    await everythingDone();
    while (!holds()) {
      const next = this.#next();
      if (next === null || this.#nowMs > patience) {
        throw new Fault("bench_failed", "the bench failed: a group in memory does not settle");
      }
      this.#timers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.run();
      await everythingDone();
    }
  }

  #next(): Timer | null {
    let first: Timer | null = null;
    for (const timer of this.#timers) if (timer.atMs < (first?.atMs ?? Infinity)) first = timer;
    return first;
  }
}

/** What has been promised in memory is done before the next turn of the event loop. */
function everythingDone(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
