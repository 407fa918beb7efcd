/**
 * How often something may be done in one name, at once and a second: joins of a march, requests of
 * a person, marches of an address. By name, so that a flood of one does not close the others.
 *
 * Rules A5, A9, A13: docs/spec/march.md.
 */
import { Fault } from "@muster/rooms";

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

/** By address, and by node: enough for a movement, too few to fill a table. */
export const MARCHES_OF_ADDRESS: Allowance = { burst: 10, perSecond: 0.1, namesMax: 10_000 };
export const MARCHES: Allowance = { burst: 50, perSecond: 1, namesMax: 1 };

interface Bucket {
  readonly left: number;
  readonly atMs: number;
}

/** Too often, and how long to wait for the next time. */
export class TooOften extends Fault {
  readonly retryAfterS: number;

  constructor(message: string, retryAfterS: number) {
    super("too_many", message);
    this.retryAfterS = retryAfterS;
  }
}

export class Rates {
  /** The one used least recently first. */
  readonly #buckets = new Map<string, Bucket>();
  readonly #allowance: Allowance;

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  /** How many names are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Whether it may be done once more in this name, now. */
  take(name: string, nowMs: number): boolean {
    const left = this.#leftOf(name, nowMs);
    const isTaken = left >= 1;
    this.#buckets.delete(name);
    this.#buckets.set(name, { left: isTaken ? left - 1 : left, atMs: nowMs });
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > this.#allowance.namesMax && oldest !== undefined) {
      this.#buckets.delete(oldest);
    }
    return isTaken;
  }

  /** Whole seconds until it may be done once more in this name. */
  waitS(name: string, nowMs: number): number {
    return Math.ceil((1 - this.#leftOf(name, nowMs)) / this.#allowance.perSecond);
  }

  /** What was taken and came to nothing. */
  giveBack(name: string): void {
    const bucket = this.#buckets.get(name);
    if (bucket !== undefined) this.#buckets.set(name, { ...bucket, left: bucket.left + 1 });
  }

  /** Forgets the names that may do all again that a new one may. */
  forgetIdle(nowMs: number): void {
    for (const name of this.#buckets.keys()) {
      if (this.#leftOf(name, nowMs) >= this.#allowance.burst) this.#buckets.delete(name);
    }
  }

  /** A clock that goes back earns nothing. */
  #leftOf(name: string, nowMs: number): number {
    const { burst, perSecond } = this.#allowance;
    const { left, atMs } = this.#buckets.get(name) ?? { left: burst, atMs: nowMs };
    return Math.min(burst, left + (Math.max(0, nowMs - atMs) / 1000) * perSecond);
  }
}
