/**
 * Who has come since the room was opened, by whatever route: the link that they joined by, their
 * key, and when the newest token was made that they came with. In memory only, 20,000 people, who came least recently forgotten first.
 *
 * Rules A16, A18, A23, A24: docs/spec/march.md.
 */
import type { Grant } from "@muster/rooms";
import { madeOf } from "./token-order.ts";

export const ROSTER_MAX = 20_000;

export interface Known {
  /** "" for a token that names none. */
  readonly link: string;
  /** Null for who has no key. */
  readonly key: Uint8Array | null;
  /** Milliseconds since the epoch; 0 for a token that does not say it. */
  readonly made: number;
}

export class Roster {
  /** By person, who came least recently first. */
  readonly #known = new Map<string, Known>();

  get size(): number {
    return this.#known.size;
  }

  note(grant: Grant): void {
    const { person, about } = grant;
    const { link = "", key } = about;
    this.#known.delete(person);
    const bytes = key === undefined ? null : new Uint8Array(Buffer.from(key, "hex"));
    this.#known.set(person, { link, key: bytes, made: madeOf(grant) });
    const [oldest] = this.#known.keys();
    if (this.#known.size > ROSTER_MAX && oldest !== undefined) this.#known.delete(oldest);
  }

  /** Whether they have come with a newer token. */
  isReplaced(grant: Grant): boolean {
    return madeOf(grant) < (this.#known.get(grant.person)?.made ?? 0);
  }

  /** Whether they have come before, with older tokens only. */
  isNewer(grant: Grant): boolean {
    const known = this.#known.get(grant.person);
    return known !== undefined && known.made < madeOf(grant);
  }

  people(): Iterable<string> {
    return this.#known.keys();
  }

  /** How many of those came by each link. */
  links(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { link } of this.#known.values()) {
      if (link !== "") counts.set(link, (counts.get(link) ?? 0) + 1);
    }
    return counts;
  }

  /** Null: not here since the room was opened. */
  find(person: string): Known | null {
    return this.#known.get(person) ?? null;
  }
}
