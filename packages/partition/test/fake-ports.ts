/** Time and randomness for real memberships, moved by a test. */
import type { Ports } from "../src/ports.ts";

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

const STEP_MS = 10;

export class FakePorts implements Ports {
  #nowMs = 1_000;
  #drawn = 0;
  readonly #timers = new Set<Timer>();

  now() {
    return { monotonicMs: this.#nowMs, wallMs: this.#nowMs };
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  random(): number {
    this.#drawn = (this.#drawn + 1) % 1_000;
    return this.#drawn / 1_000;
  }

  /** Time passes, and whatever waits for promises alone happens in it. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= STEP_MS) {
      this.#nowMs += STEP_MS;
      const due = [...this.#timers].filter(({ atMs }) => atMs <= this.#nowMs);
      for (const timer of due) {
        this.#timers.delete(timer);
        timer.run();
      }
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  /** The process hangs: time passes, and no timer fires. */
  hang(ms: number): void {
    this.#nowMs += ms;
  }
}
