/**
 * When slots close by a clock that nobody can set: the rest of its time when the first record of
 * it came, measured from then on. A wall clock that is set back makes nothing last longer.
 *
 * Rule R9: docs/spec/replica.md.
 */
export class Deadlines {
  readonly #lifetimeMs: number;
  /** By expiry: the monotonic time at which the slot is over. */
  readonly #slots = new Map<number, number>();

  constructor(lifetimeMs: number) {
    this.#lifetimeMs = lifetimeMs;
  }

  arrived(expiresAt: number, nowMs: number, monotonicMs: number): void {
    if (this.#slots.has(expiresAt)) return;
    const restMs = Math.min(expiresAt - nowMs, this.#lifetimeMs);
    this.#slots.set(expiresAt, monotonicMs + restMs);
  }

  /** Of the slots that are over the one that expires last; 0: none is. They are forgotten. */
  close(monotonicMs: number): number {
    let lastMs = 0;
    for (const [expiresAt, atMs] of this.#slots) {
      if (atMs <= monotonicMs) lastMs = Math.max(lastMs, expiresAt);
    }
    this.forget(lastMs);
    return lastMs;
  }

  /** The clock was wrong: nothing that was reckoned by it counts. */
  restart(): void {
    this.#slots.clear();
  }

  forget(closedMs: number): void {
    for (const expiresAt of this.#slots.keys()) {
      if (expiresAt <= closedMs) this.#slots.delete(expiresAt);
    }
  }
}
