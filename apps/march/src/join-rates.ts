/**
 * How many may join each march at once and a second: enough for a square full of people, too few
 * to fill a march with inventions. By march, so that a flood of one does not close the others.
 *
 * Rule A5: docs/spec/march.md.
 */
import { Rate } from "@muster/rooms";

export const JOINS_BURST = 2_000;
export const JOINS_PER_SECOND = 100;
/** Marches remembered; the one joined least recently is forgotten first, and starts anew. */
export const MARCHES_MAX = 1_000;

export class JoinRates {
  readonly #rates = new Map<string, Rate>();

  /** Whether one more may join the march now. */
  take(march: string, nowMs: number): boolean {
    const rate = this.#rates.get(march) ?? new Rate(JOINS_BURST, JOINS_PER_SECOND, nowMs);
    this.#rates.delete(march);
    this.#rates.set(march, rate);
    const [oldest] = this.#rates.keys();
    if (this.#rates.size > MARCHES_MAX && oldest !== undefined) this.#rates.delete(oldest);
    return rate.take(nowMs);
  }
}
