/**
 * Records that a client holds from before and of which its node has not told since it joined
 * again: they have moved to audiences that this client does not hear, or a new owner lacks them.
 * A newer record of the same key takes the place of an unconfirmed one by itself.
 *
 * Rule M19: docs/spec/rooms.md.
 */
import { type AuthorId, identityOf, type Kept, type SignedRecord } from "@muster/replica";

export class Unconfirmed {
  readonly #held = new Map<string, Kept>();

  /** From here on all that is `held` is in doubt, but for what `self` wrote, in whichever tab. */
  begin(held: Iterable<Kept>, self: AuthorId): void {
    this.#held.clear();
    for (const kept of held) {
      const isOwn = identityOf(kept.record.stamp.author) === identityOf(self);
      if (!isOwn) this.#held.set(nameOf(kept.record), kept);
    }
  }

  /** The node told of this record, which was held already. */
  confirm(record: SignedRecord): void {
    this.#held.delete(nameOf(record));
  }

  /** What is still in doubt; from here on nothing is. */
  end(): readonly Kept[] {
    const left = [...this.#held.values()];
    this.#held.clear();
    return left;
  }
}

/** By its stamp, which nobody makes twice: a record that is restated has the number of another. */
function nameOf({ stamp }: SignedRecord): string {
  return `${stamp.author} ${stamp.wallMs} ${stamp.count}`;
}
