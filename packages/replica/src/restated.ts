/**
 * A record as someone who is trusted tells of it: what it says, without its author's signature. It
 * is for views alone. Zeros stand where the signature was, so nobody else takes it for a record.
 *
 * Rule R45: docs/spec/replica.md.
 */
import { draftRecord, SIGNATURE_BYTES, type SignedRecord } from "./record.ts";

/** What may differ between two records of one author and key. */
type Restating = Pick<SignedRecord, "stamp" | "expiresAt" | "body">;

/** The record that `by` would make of `record`. Throws `RangeError` on what is too large for one. */
export function restated(record: SignedRecord, by: Restating): SignedRecord {
  const { sequence, model, key } = record;
  const { stamp, expiresAt, body } = by;
  const { unsigned, ...header } = draftRecord({ sequence, stamp, model, key, expiresAt }, body);
  const bytes = new Uint8Array(unsigned.length + SIGNATURE_BYTES);
  bytes.set(unsigned);
  return { ...header, bytes };
}

/** Whether nobody signed this record, because it was restated. */
export function isRestated({ bytes }: Pick<SignedRecord, "bytes">): boolean {
  return bytes.subarray(-SIGNATURE_BYTES).every((byte) => byte === 0);
}
