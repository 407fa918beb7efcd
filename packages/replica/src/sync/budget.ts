/** How often something may happen: so many at once, and then so many a second. Rule R7. */
export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

export class Budget {
  readonly #allowance: Allowance;
  #left: number;
  #atMs: number | null = null;

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
    this.#left = allowance.burst;
  }

  /** Whether it may happen once more at this monotonic time. */
  spend(nowMs: number): boolean {
    const { burst, perSecond } = this.#allowance;
    const earned = (Math.max(0, nowMs - (this.#atMs ?? nowMs)) / 1_000) * perSecond;
    this.#atMs = nowMs;
    this.#left = Math.min(burst, this.#left + earned);
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
