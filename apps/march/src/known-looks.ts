/**
 * What the names of a march look like, kept: a name is looked at once, however often others are
 * compared with it. In memory, with its room.
 *
 * Rule A14: docs/spec/march.md.
 */
import { type Looks, looksOf } from "./rules/looks.ts";

/** More than a march has banners and contingents of five people, in 20,000 records. */
export const KNOWN_LOOKS_MAX = 5_000;

export class KnownLooks {
  /** By name, the oldest first. */
  readonly #looks = new Map<string, Looks>();

  get size(): number {
    return this.#looks.size;
  }

  of(name: string): Looks {
    const known = this.#looks.get(name);
    if (known !== undefined) return known;
    const looks = looksOf(name);
    this.#looks.set(name, looks);
    const [oldest] = this.#looks.keys();
    if (this.#looks.size > KNOWN_LOOKS_MAX && oldest !== undefined) this.#looks.delete(oldest);
    return looks;
  }
}
