/**
 * How far the clock of the node is ahead of the one here: it is asked, and its answer lies
 * somewhere in the time that question and answer took, which a clock that cannot be set measures.
 *
 * Source: Cristian, "Probabilistic clock synchronization" (1989). Rule R43: docs/spec/replica.md.
 */
export interface Measured {
  /** Milliseconds; below 0 when the clock here is ahead. */
  readonly offsetMs: number;
  /** How wrong that may be, either way. */
  readonly withinMs: number;
}

interface Ports {
  nowMs(): number;
  monotonicMs(): number;
  send(message: { readonly is: "when" }): void;
}

/** Clocks drift, and are set. */
export const ASK_EVERY_MS = 600_000;

export class Offset {
  readonly #ports: Ports;
  #askedMs: number | null = null;
  #nextMs = Number.NEGATIVE_INFINITY;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Asks when it is time to. */
  ask(): void {
    const nowMs = this.#ports.monotonicMs();
    if (this.#askedMs !== null || nowMs < this.#nextMs) return;
    this.#askedMs = nowMs;
    this.#nextMs = nowMs + ASK_EVERY_MS;
    this.#ports.send({ is: "when" });
  }

  /** Null: nobody had asked. */
  take(theirMs: number): Measured | null {
    if (this.#askedMs === null) return null;
    const tookMs = this.#ports.monotonicMs() - this.#askedMs;
    this.#askedMs = null;
    return {
      offsetMs: Math.round(theirMs + tookMs / 2 - this.#ports.nowMs()),
      withinMs: Math.ceil(tookMs / 2),
    };
  }
}
