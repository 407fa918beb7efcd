/**
 * The numbers of slots, rising. A new one mostly comes last, and those that close stand first, so
 * keeping the order costs little; and whoever asks about a stretch looks at no other slot.
 *
 * Rules R5, R7: docs/spec/replica.md.
 */
export class SlotOrder {
  readonly #all: number[] = [];

  /** One that is not in it. */
  add(slot: number): void {
    this.#all.splice(this.#at(slot), 0, slot);
  }

  /** From `from` on and before `to`. */
  between(from: number, to: number): readonly number[] {
    return this.#all.slice(this.#at(from), this.#at(to));
  }

  /** Takes out those before `to`, and returns them. */
  take(to: number): readonly number[] {
    return this.#all.splice(0, this.#at(to));
  }

  /** Where the first stands that is not below this one. */
  #at(slot: number): number {
    let [low, high] = [0, this.#all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#all[middle]! < slot) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
