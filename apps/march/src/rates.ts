/**
 * How often something may be done in one name, at once and a second: joins of a march, requests of
 * a person. By name, so that a flood of one does not close the others.
 *
 * Rules A5, A9: docs/spec/march.md.
 */
import { Rate } from "@muster/rooms";

export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
  /** Names remembered; the one used least recently is forgotten first, and starts anew. */
  readonly namesMax: number;
}

/** By march: enough for a square full of people, too few to fill a march with inventions. */
export const JOINS: Allowance = { burst: 2_000, perSecond: 100, namesMax: 1_000 };
/** By person: a phone posts once a second, the simulation at its fastest ten times. */
export const REQUESTS: Allowance = { burst: 40, perSecond: 10, namesMax: 20_000 };
/** By display: it may ask as often as a screen can be seen to change. */
export const DISPLAY_REQUESTS: Allowance = { burst: 40, perSecond: 20, namesMax: 2_000 };

export class Rates {
  readonly #rates = new Map<string, Rate>();
  readonly #allowance: Allowance;

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  /** Whether it may be done once more in this name, now. */
  take(name: string, nowMs: number): boolean {
    const { burst, perSecond, namesMax } = this.#allowance;
    const rate = this.#rates.get(name) ?? new Rate(burst, perSecond, nowMs);
    this.#rates.delete(name);
    this.#rates.set(name, rate);
    const [oldest] = this.#rates.keys();
    if (this.#rates.size > namesMax && oldest !== undefined) this.#rates.delete(oldest);
    return rate.take(nowMs);
  }
}
