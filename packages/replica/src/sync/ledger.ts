/**
 * What a space holds and has seen, slot by slot: all that a synchronisation compares. It forgets a
 * slot with all that is in it when the slot closes.
 *
 *   digest    the sum modulo 2^128 of the first 16 bytes of the ids of what is held or refused
 *   seen      the numbers of each author that came: held, beaten by another, erased, or refused
 *   refused   ids of what this replica cannot judge or allow, until they are erased; without them
 *             digests never agree
 *
 * A sum can be kept up to date in either direction, and does not ask for an order. What was never
 * held here has few places: whoever may write nothing can make such records without end.
 * Rules R5, R42: docs/spec/replica.md.
 */
import { isErased } from "../admission.ts";
import type { AuthorId } from "../author.ts";
import { digestOf } from "../digest.ts";
import { sha256 } from "../identity.ts";
import type { LedgerPort } from "../ledger-port.ts";
import type { SignedRecord } from "../record.ts";
import { SLOT_MS } from "../slot.ts";
import type { Kept, Store } from "../store.ts";
import type { Watermark } from "../watermark.ts";
import { Ranges } from "./ranges.ts";
import { SlotOrder } from "./slot-order.ts";
import type { SlotDigest } from "./wire-slots.ts";

/** Hears what is held from now on, and what no longer is, in the turn in which it happens. */
export interface LedgerListener {
  came(kept: Kept): void;
  went(kept: Kept): void;
}

interface SlotLedger {
  sum: bigint;
  readonly seen: Map<bigint, Ranges>;
  /** By id. */
  readonly refused: Map<bigint, Pick<SignedRecord, "model" | "stamp">>;
  /** How many count as seen that were never held: refused, or erased before they came. */
  turnedAway: number;
}

/** Records of a slot that count as seen, and were never held. */
export const TURNED_AWAY_MAX = 1_024;
/** The same of all slots: 21 MB, at 640 bytes each. */
export const ALL_TURNED_AWAY_MAX = 32_768;

export class Ledger implements LedgerPort {
  readonly #hash: (bytes: Uint8Array) => Promise<Uint8Array>;
  readonly #slots = new Map<number, SlotLedger>();
  readonly #order = new SlotOrder();
  readonly #listeners = new Set<LedgerListener>();
  /** Of records that came without. */
  readonly #ids = new WeakMap<Kept, bigint>();
  #turnedAway = 0;

  /** `hash` is SHA-256. */
  constructor(hash: (bytes: Uint8Array) => Promise<Uint8Array> = sha256) {
    this.#hash = hash;
  }

  async idOf(bytes: Uint8Array): Promise<bigint> {
    return digestOf(await this.#hash(bytes));
  }

  /** Before a space is opened on a store that holds records from before: hashes them. */
  async prepare(store: Pick<Store, "all">): Promise<void> {
    for (const kept of store.all()) {
      if (kept.id === undefined) this.#ids.set(kept, await this.idOf(kept.record.bytes));
    }
  }

  /** Throws `TypeError` on a record from before that was not prepared. */
  hold(kept: Kept): void {
    const slot = this.#slot(slotOf(kept.record));
    const id = this.#idIn(kept);
    // It may have been refused before its author was given the right to write it.
    if (slot.refused.delete(id)) this.#freePlaces(slot, 1);
    else slot.sum = wrapped(slot.sum + id);
    this.see(kept.record);
    for (const listener of this.#listeners) listener.came(kept);
  }

  drop(kept: Kept): void {
    const slot = this.#slots.get(slotOf(kept.record));
    if (slot !== undefined) slot.sum = wrapped(slot.sum - this.#idIn(kept));
    for (const listener of this.#listeners) listener.went(kept);
  }

  see(record: SignedRecord): void {
    const { seen } = this.#slot(slotOf(record));
    const mark = authorMark(record.stamp.author);
    const ranges = seen.get(mark) ?? new Ranges();
    ranges.add(record.sequence);
    seen.set(mark, ranges);
  }

  seeErased(record: SignedRecord): void {
    if (this.#hasPlace(record)) this.#turnAway(record);
  }

  refuse(record: SignedRecord, id: bigint): void {
    if (!this.#hasPlace(record)) return;
    const slot = this.#slot(slotOf(record));
    if (slot.refused.has(id)) return;
    const { model, stamp } = record;
    slot.refused.set(id, { model, stamp });
    slot.sum = wrapped(slot.sum + id);
    this.#turnAway(record);
  }

  /** They keep their places, as they stay seen: or each erase would make room for more. */
  erase(watermark: Watermark): void {
    for (const slot of this.#slots.values()) {
      for (const [id, record] of slot.refused) {
        if (!isErased(record, watermark)) continue;
        slot.refused.delete(id);
        slot.sum = wrapped(slot.sum - id);
      }
    }
  }

  close(dueMs: number, gone: readonly Kept[]): void {
    for (const slot of this.#order.take(Math.floor(dueMs / SLOT_MS) + 1)) {
      const ledger = this.#slots.get(slot)!;
      this.#freePlaces(ledger, ledger.turnedAway);
      this.#slots.delete(slot);
    }
    for (const kept of gone) this.drop(kept);
  }

  hasSeen(record: SignedRecord): boolean {
    return (
      this.seen(slotOf(record)).get(authorMark(record.stamp.author))?.has(record.sequence) === true
    );
  }

  /** By author, as `authorMark` names it. */
  seen(slot: number): ReadonlyMap<bigint, Ranges> {
    return this.#slots.get(slot)?.seen ?? NOTHING;
  }

  /** Of one slot; 0 when nothing is there. */
  digestOf(slot: number): bigint {
    return this.#slots.get(slot)?.sum ?? 0n;
  }

  /** Of all slots from this one on. */
  digest(from: number): bigint {
    let sum = 0n;
    for (const [slot, ledger] of this.#slots) if (slot >= from) sum += ledger.sum;
    return wrapped(sum);
  }

  /** Slots from this one on and before `to` that are not empty, rising. It looks at no others. */
  slots(from: number, to = Number.POSITIVE_INFINITY): readonly SlotDigest[] {
    return this.#order
      .between(from, to)
      .map((slot) => ({ slot, digest: this.digestOf(slot) }))
      .filter(({ digest }) => digest !== 0n);
  }

  /** How many slots it knows of. */
  get size(): number {
    return this.#slots.size;
  }

  listen(listener: LedgerListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** It may be held, or seen: whoever offered it first was allowed to. */
  #hasPlace(record: SignedRecord): boolean {
    if (this.#turnedAway >= ALL_TURNED_AWAY_MAX || this.hasSeen(record)) return false;
    return (this.#slots.get(slotOf(record))?.turnedAway ?? 0) < TURNED_AWAY_MAX;
  }

  #turnAway(record: SignedRecord): void {
    this.#freePlaces(this.#slot(slotOf(record)), -1);
    this.see(record);
  }

  #freePlaces(slot: SlotLedger, count: number): void {
    slot.turnedAway -= count;
    this.#turnedAway -= count;
  }

  #idIn(kept: Kept): bigint {
    const id = kept.id ?? this.#ids.get(kept);
    if (id === undefined)
      throw new TypeError("the store holds records: await ledger.prepare(store)");
    return id;
  }

  #slot(slot: number): SlotLedger {
    const known = this.#slots.get(slot);
    if (known !== undefined) return known;
    const fresh: SlotLedger = { sum: 0n, seen: new Map(), refused: new Map(), turnedAway: 0 };
    this.#slots.set(slot, fresh);
    this.#order.add(slot);
    return fresh;
  }
}

const NOTHING: ReadonlyMap<bigint, Ranges> = new Map();
const MODULUS_BITS = 128;

export function wrapped(sum: bigint): bigint {
  return BigInt.asUintN(MODULUS_BITS, sum);
}

/** In units of 10 s. */
export function slotOf({ expiresAt }: Pick<SignedRecord, "expiresAt">): number {
  return expiresAt / SLOT_MS;
}

/**
 * 16 of an author's 40 bytes: the first 8 of its key, and its incarnation. Nobody can choose an
 * author with the mark of another without trying 2^64 keys.
 */
export function authorMark(author: AuthorId): bigint {
  return BigInt(`0x${markText(author)}`);
}

/** The same in hexadecimal digits. */
export function markText(author: AuthorId): string {
  return author.slice(0, 16) + author.slice(64);
}
