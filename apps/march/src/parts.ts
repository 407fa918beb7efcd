/**
 * A contingent sees itself exactly, in parts of at most 150 people who share: who begins to share
 * later is put into the next part, so that the cost of a march grows with its people and not with
 * their square. Who only looks takes nobody's place: they see the part where the next place is.
 *
 *   of(contingent, person) ─► the part that they see: that of their place, or the one they saw
 *   share ─► a place in it, where there is one, or in the first part that has one: it is moved
 *   stop ─► the place is free
 *
 * A person goes on seeing the same part while the room is open, unless they are moved, or 20,000
 * people looked since.
 *
 * Rule A6: docs/spec/march.md.
 */
export const PART_PEOPLE_MAX = 150;
export const SEEN_MAX = 20_000;

interface PartPlace {
  readonly contingent: string;
  /** From 0. */
  readonly part: number;
}

export interface Shares {
  readonly part: number;
  /** Whether they saw another part before. */
  readonly isMoved: boolean;
}

export class Parts {
  /** By contingent and person, the part that they saw; the one unused for longest first. */
  readonly #seen = new Map<string, number>();
  /** By person; of those who share, so that there are no more than positions. */
  readonly #places = new Map<string, PartPlace>();
  /** How many share in each part of a contingent. */
  readonly #sizes = new Map<string, number[]>();

  /** How many are remembered. */
  get size(): number {
    return this.#seen.size;
  }

  /** The part that a person of a contingent sees, from 0. */
  of(contingent: string, person: string): number {
    const name = nameOf(contingent, person);
    const place = this.#places.get(person);
    const isHere = place?.contingent === contingent;
    const part = isHere ? place.part : (this.#seen.get(name) ?? this.#free(contingent));
    this.#see(name, part);
    return part;
  }

  share(contingent: string, person: string): Shares {
    const place = this.#places.get(person);
    if (place?.contingent === contingent) return { part: place.part, isMoved: false };
    this.stop(person);
    const name = nameOf(contingent, person);
    const saw = this.#seen.get(name);
    const hasPlace = saw !== undefined && this.#hasPlace(contingent, saw);
    const part = hasPlace ? saw : this.#free(contingent);
    this.#add({ contingent, part }, 1);
    this.#places.set(person, { contingent, part });
    this.#see(name, part);
    return { part, isMoved: saw !== undefined && saw !== part };
  }

  /** Nothing for who does not share. They see the same part as before. */
  stop(person: string): void {
    const place = this.#places.get(person);
    if (place === undefined) return;
    this.#places.delete(person);
    this.#see(nameOf(place.contingent, person), place.part);
    this.#add(place, -1);
  }

  #hasPlace(contingent: string, part: number): boolean {
    return (this.#sizes.get(contingent)?.[part] ?? 0) < PART_PEOPLE_MAX;
  }

  #free(contingent: string): number {
    const sizes = this.#sizes.get(contingent) ?? [];
    const free = sizes.findIndex((_, part) => this.#hasPlace(contingent, part));
    return free === -1 ? sizes.length : free;
  }

  #add({ contingent, part }: PartPlace, people: 1 | -1): void {
    const sizes = this.#sizes.get(contingent) ?? [];
    while (sizes.length <= part) sizes.push(0);
    sizes[part]! += people;
    if (sizes.every((size) => size === 0)) this.#sizes.delete(contingent);
    else this.#sizes.set(contingent, sizes);
  }

  #see(name: string, part: number): void {
    this.#seen.delete(name);
    this.#seen.set(name, part);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > SEEN_MAX && oldest !== undefined) this.#seen.delete(oldest);
  }
}

function nameOf(contingent: string, person: string): string {
  return `${person} ${contingent}`;
}
