/**
 * What a space keeps: records by slot, so that closing a slot drops all of it at once.
 * A port; `memory.ts` and `indexeddb/` are adapters, and `store.contract.ts` is what each passes.
 *
 * Rule R20: docs/spec/replica.md.
 */
import type { Entry } from "./model.ts";
import type { SignedRecord } from "./record.ts";

export interface Kept {
  readonly record: SignedRecord;
  readonly entry: Entry<unknown>;
  /** The first 16 bytes of its id, as a number: in a space with a ledger, which needs it. */
  readonly id?: bigint;
}

export interface Store {
  /** The latest expiry of a slot that was closed, in milliseconds since the epoch; 0: none was. */
  readonly closedMs: number;
  /** Each `Kept` object once. */
  add(kept: Kept): void;
  /** What it does not keep changes nothing. */
  remove(kept: Kept): void;
  /** Everything kept, oldest slot first. The store may change meanwhile. */
  all(): Iterable<Kept>;
  /** Drops and returns whatever expires at or before `nowMs`. */
  close(nowMs: number): readonly Kept[];
}
