/** What is on the disk, slot by slot: which record is in which row, and under which key. */
import type { Kept } from "../store.ts";
import { hex } from "./hex.ts";
import { newRowId } from "./random.ts";

export interface SlotName {
  readonly id: Uint8Array;
  /** The id as hexadecimal digits. */
  readonly name: string;
}

export class SealedSlot implements SlotName {
  readonly id: Uint8Array;
  readonly name: string;
  readonly expiresAt: number;
  readonly key: Promise<CryptoKey>;
  /** By record, the id of its row. */
  readonly rows = new Map<Kept, Uint8Array>();
  /** When it was last sealed anew, in milliseconds since the epoch. */
  resealedMs = Number.NEGATIVE_INFINITY;

  constructor(id: Uint8Array, expiresAt: number, key: Promise<CryptoKey>) {
    this.id = id;
    this.name = hex(id);
    this.expiresAt = expiresAt;
    this.key = key;
  }

  /** Gives the record a row of this slot. */
  place(kept: Kept): Uint8Array {
    const row = newRowId(this.id);
    this.rows.set(kept, row);
    return row;
  }
}

export class SealedSlots {
  readonly #byExpiry = new Map<number, SealedSlot>();

  at(expiresAt: number): SealedSlot | undefined {
    return this.#byExpiry.get(expiresAt);
  }

  of(kept: Kept): SealedSlot | undefined {
    const slot = this.#byExpiry.get(kept.record.expiresAt);
    return slot?.rows.has(kept) === true ? slot : undefined;
  }

  open(slot: SealedSlot): void {
    this.#byExpiry.set(slot.expiresAt, slot);
  }

  shut(slot: SlotName): void {
    for (const [expiresAt, each] of this.#byExpiry) {
      if (each === slot) this.#byExpiry.delete(expiresAt);
    }
  }
}
