/** Notices, once, that records have waited for credit for a while. Rule R7. */
export const STALLED_MS = 10_000;

export class Stall {
  #sinceMs: number | null = null;
  #isTold = false;

  /** Whether to tell now. Both arguments as they are at this monotonic time. */
  isNew(isStalled: boolean, nowMs: number): boolean {
    if (!isStalled) {
      this.#sinceMs = null;
      this.#isTold = false;
      return false;
    }
    this.#sinceMs ??= nowMs;
    if (this.#isTold || nowMs - this.#sinceMs < STALLED_MS) return false;
    this.#isTold = true;
    return true;
  }
}
