/**
 * A contingent sees itself exactly, in parts of at most 150 people: who comes later is put into
 * the next part, so that the cost of a march grows with its people and not with their square.
 *
 *   of(contingent, person) ─► their seat, or the first free one ─► used: given away last
 *
 * A person keeps their part while the room is open, unless 20,000 seats were used since theirs.
 *
 * Rule A6: docs/spec/march.md.
 */
export const PART_PEOPLE_MAX = 150;
export const SEATS_MAX = 20_000;

interface Seat {
  readonly contingent: string;
  readonly part: number;
}

export class Parts {
  /** By contingent and person, the one unused for longest first. */
  readonly #seats = new Map<string, Seat>();
  /** How many sit in each part of a contingent. */
  readonly #sizes = new Map<string, number[]>();

  get size(): number {
    return this.#seats.size;
  }

  /** The part of a person in a contingent, from 0. */
  of(contingent: string, person: string): number {
    const name = `${person} ${contingent}`;
    const seat = this.#seats.get(name) ?? this.#sit(contingent);
    this.#seats.delete(name);
    this.#seats.set(name, seat);
    return seat.part;
  }

  #sit(contingent: string): Seat {
    if (this.#seats.size >= SEATS_MAX) this.#giveAwayOldest();
    const sizes = this.#sizes.get(contingent) ?? [];
    this.#sizes.set(contingent, sizes);
    const free = sizes.findIndex((size) => size < PART_PEOPLE_MAX);
    const part = free === -1 ? sizes.length : free;
    sizes[part] = (sizes[part] ?? 0) + 1;
    return { contingent, part };
  }

  #giveAwayOldest(): void {
    const [oldest] = this.#seats;
    if (oldest === undefined) return;
    const [name, { contingent, part }] = oldest;
    this.#seats.delete(name);
    const sizes = this.#sizes.get(contingent) ?? [];
    sizes[part] = (sizes[part] ?? 1) - 1;
    if (sizes.every((size) => size === 0)) this.#sizes.delete(contingent);
  }
}
