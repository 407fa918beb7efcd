/**
 * What was removed: removals, by the tags of what they take away. A removal takes only what is
 * older than itself and expires no later, so whatever the order, neither its own expiry nor an
 * erase up to its stamp brings anything back.
 *
 *   added ────────────── expires
 *        removal ─────────── expires     taken
 *        removal ───── expires           not taken: it would come back in between
 *
 * Rule R10: docs/spec/replica.md.
 */
import type { Entry } from "../model.ts";
import { compareStamps, type Stamp } from "../stamp.ts";
import { byStamp, type Stamped } from "./item.ts";
import { Ordered } from "./ordered.ts";

type Lasting = Pick<Entry<unknown>, "stamp" | "expiresAt">;

export class Removals {
  readonly #byTag = new Map<string, Ordered<Lasting, Stamped>>();

  /** False: it is held already. At least one tag. */
  add(removal: Lasting, tags: readonly string[]): boolean {
    let isNew = false;
    for (const tag of tags) isNew = this.#of(tag).add(removal) || isNew;
    return isNew;
  }

  /** False: it was not held. */
  delete(removal: Lasting, tags: readonly string[]): boolean {
    let wasHeld = false;
    for (const tag of tags) {
      const removals = this.#byTag.get(tag);
      wasHeld = (removals?.delete(removal) ?? null) !== null || wasHeld;
      if (removals?.size === 0) this.#byTag.delete(tag);
    }
    return wasHeld;
  }

  /** Whether a removal that is held takes what has this tag. */
  take(tag: string, entry: Lasting): boolean {
    const removals = this.#byTag.get(tag);
    if (removals === undefined) return false;
    // From the youngest on, which lasts longest unless clocks differ.
    for (let i = removals.size - 1; i >= 0; i -= 1) {
      const removal = removals.at(i)!;
      if (takes(removal, entry)) return true;
      if (compareStamps(removal.stamp, entry.stamp) < 0) return false;
    }
    return false;
  }

  /** For `laws`: what is held, in a form that compares. */
  plain(): ReadonlyMap<string, readonly Stamp[]> {
    return new Map([...this.#byTag].map(([tag, removals]) => [tag, stampsOf(removals)]));
  }

  #of(tag: string): Ordered<Lasting, Stamped> {
    const held = this.#byTag.get(tag);
    if (held !== undefined) return held;
    const made = new Ordered<Lasting, Stamped>(byStamp);
    this.#byTag.set(tag, made);
    return made;
  }
}

function stampsOf(removals: Iterable<Lasting>): readonly Stamp[] {
  return Array.from(removals, ({ stamp }) => stamp);
}

export function takes(removal: Lasting, entry: Lasting): boolean {
  return compareStamps(removal.stamp, entry.stamp) > 0 && removal.expiresAt >= entry.expiresAt;
}
