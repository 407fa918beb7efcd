/**
 * Which numbers of one author were seen, as ranges, so that gaps can be said. Numbers mostly come
 * in order, so there is mostly one range.
 *
 *   1 2 3 . . 6 . 8 9   is   1-3  6-6  8-9
 *
 * At most `RANGES_MAX`: who numbers with more gaps has the lowest ranges forgotten, and those of
 * its records may be sent once more, which is harmless. Rule R5: docs/spec/replica.md.
 */
export interface Range {
  readonly from: number;
  /** Included. */
  readonly to: number;
}

export const RANGES_MAX = 4_096;

export class Ranges {
  readonly #all: Range[] = [];

  *[Symbol.iterator](): Iterator<Range> {
    yield* this.#all;
  }

  get count(): number {
    return this.#all.length;
  }

  has(number: number): boolean {
    return (this.#all[this.#at(number)]?.from ?? Number.POSITIVE_INFINITY) <= number;
  }

  add(from: number, to = from): void {
    // What touches it becomes one with it.
    const first = this.#at(from - 1);
    let last = first;
    while ((this.#all[last]?.from ?? Number.POSITIVE_INFINITY) <= to + 1) last += 1;
    const low = Math.min(from, this.#all[first]?.from ?? from);
    const high = Math.max(to, last > first ? this.#all[last - 1]!.to : to);
    this.#all.splice(first, last - first, { from: low, to: high });
    if (this.#all.length > RANGES_MAX) this.#all.shift();
  }

  /** Where the first range stands that does not end before `number`. */
  #at(number: number): number {
    let [low, high] = [0, this.#all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#all[middle]!.to < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
