/**
 * Records on their way between two replicas, under credit: the receiver says how many more it
 * takes, and says so again as it has judged them, so that no more than `CREDIT` records, each of at
 * most 4,096 bytes, lie between the two. What waits to be sent is held in the space: what it lets
 * go leaves the queue as well, so the queue is never longer than the space.
 *
 * Rule R7: docs/spec/replica.md.
 */
import type { SignedRecord } from "../record.ts";
import type { Kept } from "../store.ts";
import { markText, slotOf } from "./ledger.ts";

/** What each side may send before the other has said anything. */
export const CREDIT = 256;
/** Given back at once, so that few messages carry it. */
const GRANT = CREDIT / 4;

/** What a record is to the versions: slot, author, number. Made once: every session asks. */
export function placeOf(record: SignedRecord): string {
  const known = PLACES.get(record);
  if (known !== undefined) return known;
  const { author } = record.stamp;
  const place = `${slotOf(record)} ${markText(author)} ${record.sequence}`;
  PLACES.set(record, place);
  return place;
}

const PLACES = new WeakMap<SignedRecord, string>();

export class Outgoing {
  readonly #queue = new Map<string, Kept>();
  #credit = CREDIT;

  get waiting(): number {
    return this.#queue.size;
  }

  get isStalled(): boolean {
    return this.#credit === 0 && this.#queue.size > 0;
  }

  add(kept: Kept): void {
    this.#queue.set(placeOf(kept.record), kept);
  }

  /** It is no longer held, or the other has it. */
  remove(record: SignedRecord): void {
    this.#queue.delete(placeOf(record));
  }

  /** The next that may be sent; null: none, or none now. */
  next(): Kept | null {
    const [first] = this.#queue;
    if (first === undefined || this.#credit === 0) return null;
    this.#queue.delete(first[0]);
    this.#credit -= 1;
    return first[1];
  }

  /** False: nobody honest grants that much. */
  grant(records: number): boolean {
    if (records < 1 || this.#credit + records > CREDIT) return false;
    this.#credit += records;
    return true;
  }
}

export class Incoming {
  readonly #judging = new Set<string>();
  #credit = CREDIT;
  #free = 0;
  /** What must be judged before the other's `done` counts, for each of them. */
  readonly #before: Set<string>[] = [];

  /** False: the other has sent more than it may. */
  spend(): boolean {
    this.#credit -= 1;
    return this.#credit >= 0;
  }

  begin(record: SignedRecord): void {
    this.#judging.add(placeOf(record));
  }

  isJudging(record: SignedRecord): boolean {
    return this.#judging.has(placeOf(record));
  }

  /** Null: one that need not be judged. Returns the credit to give, or 0 for none yet. */
  end(record: SignedRecord | null): number {
    if (record !== null) this.#judged(placeOf(record));
    this.#free += 1;
    if (this.#free < GRANT) return 0;
    const grant = this.#free;
    this.#free = 0;
    this.#credit += grant;
    return grant;
  }

  #judged(place: string): void {
    this.#judging.delete(place);
    for (const each of this.#before) each.delete(place);
  }

  /** The other has sent all that it had. */
  done(): void {
    this.#before.push(new Set(this.#judging));
  }

  /** How many of the other's `done` have everything before them judged, each counted once. */
  settled(): number {
    let count = 0;
    while (this.#before[0]?.size === 0) {
      this.#before.shift();
      count += 1;
    }
    return count;
  }
}
