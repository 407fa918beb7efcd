/**
 * A roll: the keys of one model that one audience hears, each under a short number, so that most
 * changes can be told by numbers alone. It keeps only what stands now, and when each number last
 * changed: whoever knows any earlier state is told the rest of it.
 *
 *   put ─► named (whole: new, or more than numbers changed) ┐
 *       └► moved (numbers alone)                            ├─► since(seq) ─► a batch
 *   leave, drop ─► gone ─► the number is free               ┘
 *
 * Rules M24, M25: docs/spec/rooms.md.
 */
import { covers, expiryOf, type Kept, SLOT_MS, type Watermark } from "@muster/replica";
import { encode } from "cborg";
import { encodeBatch, type Moved, type Named } from "./batch.ts";
import type { Brief } from "./brief.ts";

interface Seat {
  /** Null: the number is free. */
  kept: Kept | null;
  /** Told once more to those whom it leaves, and then no longer kept. */
  farewell: Kept | null;
  /** The states of the roll from which on it is whole, and in which it last changed. */
  namedAt: number;
  changedAt: number;
}

export interface RollOptions {
  readonly id: number;
  readonly brief: Brief;
  readonly lifetimeMs: number;
}

export class Roll {
  readonly id: number;
  readonly #options: RollOptions;
  readonly #seats: Seat[] = [];
  readonly #numbers = new Map<string, number>();
  #seq = 0;
  /** Up to where everyone who listens has been told. */
  #told = 0;

  constructor(options: RollOptions) {
    this.#options = options;
    this.id = options.id;
  }

  get seq(): number {
    return this.#seq;
  }

  /** Whether nobody is in it, and everyone knows. */
  get isEmpty(): boolean {
    return (
      this.#numbers.size === 0 && this.#seats.every(({ changedAt }) => changedAt <= this.#told)
    );
  }

  /** Takes a record in. Returns whether numbers tell all that is new. */
  put(kept: Kept): boolean {
    const { key } = kept.record;
    const number = this.#numbers.get(key) ?? this.#freeNumber();
    const before = this.#seats[number];
    const isBrief = this.#numbers.has(key) && this.#isBrief(before?.kept ?? null, kept);
    const at = this.#seq + 1;
    const namedAt = isBrief ? (before?.namedAt ?? at) : at;
    this.#seats[number] = { kept, farewell: null, namedAt, changedAt: at };
    this.#numbers.set(key, number);
    return isBrief;
  }

  /** A key that goes elsewhere: those who hear this roll are told where, once. */
  leave(kept: Kept): void {
    this.#free(kept.record.key, kept);
  }

  /** A record that is gone: expired, erased, or withdrawn. */
  drop(kept: Kept): void {
    const number = this.#numbers.get(kept.record.key);
    if (number !== undefined && this.#seats[number]!.kept === kept)
      this.#free(kept.record.key, null);
  }

  /** What an erase covers is not told any more, not even as a farewell. */
  erase(erased: Watermark): void {
    for (const seat of this.#seats) {
      if (seat.farewell !== null && covers(erased, seat.farewell.record.stamp))
        seat.farewell = null;
    }
  }

  /** The next state begins: a batch up to there, for those who have been told so far. */
  cut(): { readonly seq: number; readonly body: Uint8Array } {
    this.#seq += 1;
    return { seq: this.#seq, body: this.#changes(this.#told, false) };
  }

  /** The next state begins, and nobody listens who has to be told. */
  skip(): void {
    this.#seq += 1;
    this.tell(this.#seq);
  }

  /** Everyone who listens has been told up to there. */
  tell(seq: number): void {
    this.#told = seq;
    for (const seat of this.#seats) if (seat.changedAt <= seq) seat.farewell = null;
  }

  /** For someone who knows an earlier state; 0, or one that never was: all that stands. */
  since(seq: number): Uint8Array {
    const since = seq <= this.#seq ? seq : 0;
    return this.#changes(since, since === 0);
  }

  /** `isNew`: for someone who knows nobody who could have left. A first batch has other readers. */
  #changes(since: number, isNew: boolean): Uint8Array {
    const named: Named[] = [];
    const gone: number[] = [];
    const moved: Moved[] = [];
    this.#seats.forEach((seat, number) => {
      const { kept, farewell, namedAt, changedAt } = seat;
      if (changedAt <= since) return;
      if (kept === null && isNew) return;
      const whole = farewell ?? (namedAt > since ? kept : null);
      if (whole !== null) named.push({ number, record: whole.record.bytes });
      if (kept === null) gone.push(number);
      else if (whole === null) moved.push(this.#moved(number, kept));
    });
    return encodeBatch({ roll: this.id, since, seq: this.#seq, named, gone, moved });
  }

  #moved(number: number, { record, entry }: Kept): Moved {
    const { wallMs, count } = record.stamp;
    const early = this.#earlyOf(record);
    return { number, wallMs, count, early, numbers: this.#options.brief.numbersOf(entry.value)! };
  }

  /** By bytes: what a reader makes of the numbers is what its author wrote. */
  #isBrief(before: Kept | null, now: Kept): boolean {
    const { brief } = this.#options;
    if (before?.record.stamp.author !== now.record.stamp.author) return false;
    const numbers = brief.numbersOf(now.entry.value);
    if (before === null || numbers === null) return false;
    if (brief.numbersOf(before.entry.value) === null) return false;
    const early = this.#earlyOf(now.record);
    if (!(Number.isInteger(early) && early >= 0)) return false;
    return isSame(encode(brief.withNumbers(before.entry.value, numbers)), now.record.body);
  }

  #earlyOf({ stamp, expiresAt }: Kept["record"]): number {
    return (expiryOf(stamp.wallMs, this.#options.lifetimeMs) - expiresAt) / SLOT_MS;
  }

  #free(key: string, farewell: Kept | null): void {
    const number = this.#numbers.get(key);
    if (number === undefined) return;
    const at = this.#seq + 1;
    this.#numbers.delete(key);
    this.#seats[number] = { kept: null, farewell, namedAt: at, changedAt: at };
  }

  /** Not one that somebody has yet to hear is free. */
  #freeNumber(): number {
    const free = this.#seats.findIndex(
      ({ kept, changedAt }) => kept === null && changedAt <= this.#told,
    );
    return free === -1 ? this.#seats.length : free;
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
