/**
 * How far the clock of the node is ahead of the one here: it is asked, and its answer lies
 * somewhere in the time that question and answer took, which a clock that cannot be set measures.
 * One answer moves no clock: where it says that the one here is wrong, a second must say the same.
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
/** Both clocks are read in whole milliseconds, and twice. */
const ROUNDING_MS = 2;

export class Offset {
  readonly #ports: Ports;
  #askedMs: number | null = null;
  #nextMs = Number.NEGATIVE_INFINITY;
  /** What the answer before this one said: that the clock here is wrong. */
  #before: Measured | null = null;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Whether an answer is due. */
  get isWaiting(): boolean {
    return this.#askedMs !== null;
  }

  /** Asks when it is time to. */
  ask(): void {
    const nowMs = this.#ports.monotonicMs();
    if (this.#askedMs !== null || nowMs < this.#nextMs) return;
    this.#askedMs = nowMs;
    this.#nextMs = nowMs + ASK_EVERY_MS;
    this.#ports.send({ is: "when" });
  }

  /** Null: nobody had asked. "again": it has to be said once more, and was asked for. */
  take(theirMs: number): Measured | "again" | null {
    if (this.#askedMs === null) return null;
    const measured = this.#measured(theirMs, this.#askedMs);
    const before = this.#before;
    this.#askedMs = null;
    this.#before = null;
    if (!isWrong(measured) || (before !== null && isAlike(before, measured))) return measured;
    this.#before = measured;
    this.#nextMs = Number.NEGATIVE_INFINITY;
    this.ask();
    return "again";
  }

  #measured(theirMs: number, askedMs: number): Measured {
    const tookMs = this.#ports.monotonicMs() - askedMs;
    return {
      offsetMs: Math.round(theirMs + tookMs / 2 - this.#ports.nowMs()),
      withinMs: Math.ceil(tookMs / 2),
    };
  }
}

/** Whether a clock is surely wrong: what was measured has a fault of its own. */
export function isWrong({ offsetMs, withinMs }: Measured): boolean {
  return Math.abs(offsetMs) > withinMs;
}

function isAlike(a: Measured, b: Measured): boolean {
  return Math.abs(a.offsetMs - b.offsetMs) <= a.withinMs + b.withinMs + ROUNDING_MS;
}
