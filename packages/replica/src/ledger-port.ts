/**
 * What a space tells of the records that it holds and has seen, in the turn in which it happens, so
 * that it can be compared with others. A port; `sync/ledger.ts` is the adapter.
 *
 * Rule R5: docs/spec/replica.md.
 */
import type { SignedRecord } from "./record.ts";
import type { Kept } from "./store.ts";
import type { Watermark } from "./watermark.ts";

export interface LedgerPort {
  /** The first 16 bytes of the id of the record with these bytes, as a number. */
  idOf(bytes: Uint8Array): Promise<bigint>;
  /** It is held from now on, and seen. Throws `TypeError` where nobody knows its id. */
  hold(kept: Kept): void;
  /** It was held, and has left the store. Its slot may be closed already. */
  drop(kept: Kept): void;
  /** It is right, and was held once, or another has beaten it. */
  see(record: SignedRecord): void;
  /** An erase covered it when it came: it is not asked for again, as far as there is place. */
  seeErased(record: SignedRecord): void;
  /** It is its author's, but not for this replica: it is not asked for again, as far as there is place. */
  refuse(record: SignedRecord, id: bigint): void;
  /** What it covers counts no more, also where it was refused; it stays seen. */
  erase(watermark: Watermark): void;
  /** Every slot that expires at or before `dueMs` is over; `gone` is what was held in them. */
  close(dueMs: number, gone: readonly Kept[]): void;
}
