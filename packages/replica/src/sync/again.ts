/** When to compare once more, for records that were too far ahead when they came. Rule R42. */
import { AHEAD_MS_MAX, type Stamp } from "../stamp.ts";

/** Between two comparisons for such. */
const AGAIN_MS = 5_000;

export class Again {
  /** By the wall clock, when the first of them may be asked for. */
  #dueMs = Number.POSITIVE_INFINITY;
  #wasMs = Number.NEGATIVE_INFINITY;

  /** A record of this stamp was not taken. */
  refused({ wallMs }: Stamp): void {
    this.#dueMs = Math.min(this.#dueMs, wallMs - AHEAD_MS_MAX);
  }

  /** Whether to compare now; then nothing is due any more. */
  isDue(nowMs: number, monotonicMs: number): boolean {
    if (nowMs < this.#dueMs || monotonicMs - this.#wasMs < AGAIN_MS) return false;
    this.#dueMs = Number.POSITIVE_INFINITY;
    this.#wasMs = monotonicMs;
    return true;
  }
}
