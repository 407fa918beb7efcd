/**
 * Which of a person's tokens is the newest: each says when this node made it, in milliseconds, and
 * no two of them say the same, nor does a later one say less, also when the clock stands or goes
 * back.
 *
 *   next ─► `made` of a token ─► a room that it enters ─► saw ─► next is more than that
 *
 * Rule A23: docs/spec/march.md.
 */
import type { Clock } from "@muster/replica";
import type { Grant } from "@muster/rooms";

/** A march lasts a day: a token that was made further ahead was made by nobody's clock. */
const AHEAD_MS_MAX = 24 * 3_600_000;

export class TokenOrder {
  readonly #clock: Pick<Clock, "now">;
  #last = 0;

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  /** What the next token says under `made`. */
  next(): string {
    this.#last = Math.max(this.#clock.now(), this.#last + 1);
    return String(this.#last);
  }

  /** A node that was started anew, with its clock set back, goes on after what it made before. */
  saw(grant: Grant): void {
    const made = Math.min(madeOf(grant), this.#clock.now() + AHEAD_MS_MAX);
    this.#last = Math.max(this.#last, made);
  }
}

/** 0 for a token that does not say it. */
export function madeOf({ about }: Grant): number {
  const made = Number(about["made"] ?? 0);
  return Number.isSafeInteger(made) ? made : 0;
}
