/**
 * Random numbers from a seed: the same seed, the same numbers.
 *
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, passes BigCrush.
 */
export class Random {
  #a: number;
  #b = 0x9e3779b9;
  #c = 0x243f6a88;
  #counter = 1;

  constructor(seed: number) {
    this.#a = seed >>> 0;
    this.#b ^= Math.floor(seed / 2 ** 32);
    for (let warm = 0; warm < 15; warm += 1) this.next();
  }

  /** From 0 up to 1, not including it. */
  next(): number {
    const out = (this.#a + this.#b + this.#counter) >>> 0;
    this.#counter = (this.#counter + 1) >>> 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) >>> 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + out) >>> 0;
    return out / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A whole number from 0 up to `count`, not including it. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** One of them; there must be one. */
  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined && from.length === 0) throw new Error("nothing to pick from");
    return picked as T;
  }

  /** How long until the next of events that come every `meanMs` on average. */
  wait(meanMs: number): number {
    return -Math.log(1 - this.next()) * meanMs;
  }
}
