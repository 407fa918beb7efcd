/**
 * A contingent sees itself exactly, in parts of at most 150 people: who comes later is put into
 * the next part, so that the cost of a march grows with its people and not with their square.
 * A person keeps their part for as long as the room is open.
 *
 * Rule A6: docs/spec/march.md.
 */
export const PART_PEOPLE_MAX = 150;

export class Parts {
  readonly #partOf = new Map<string, Map<string, number>>();
  readonly #sizes = new Map<string, number[]>();

  /** The part of a person in a contingent, from 0. */
  of(contingent: string, person: string): number {
    const people = this.#partOf.get(contingent) ?? new Map<string, number>();
    this.#partOf.set(contingent, people);
    const known = people.get(person);
    if (known !== undefined) return known;
    const part = this.#firstWithRoom(contingent);
    people.set(person, part);
    return part;
  }

  #firstWithRoom(contingent: string): number {
    const sizes = this.#sizes.get(contingent) ?? [];
    this.#sizes.set(contingent, sizes);
    const found = sizes.findIndex((size) => size < PART_PEOPLE_MAX);
    const part = found === -1 ? sizes.length : found;
    sizes[part] = (sizes[part] ?? 0) + 1;
    return part;
  }
}
