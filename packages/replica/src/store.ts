/**
 * What a space keeps: records by slot, so that closing a slot drops all of it at once.
 * A port; the memory store beside it is one adapter.
 */
import type { Entry } from "./model.ts";
import type { SignedRecord } from "./record.ts";

export interface Kept {
  readonly record: SignedRecord;
  readonly entry: Entry<unknown>;
}

export interface Store {
  add(kept: Kept): void;
  remove(kept: Kept): void;
  /** Everything kept, oldest slot first. */
  all(): Iterable<Kept>;
  /** Drops and returns whatever expires at or before `nowMs`. */
  close(nowMs: number): readonly Kept[];
}
