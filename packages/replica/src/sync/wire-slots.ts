/**
 * Digests of slots on the wire: a count, then for each slot how many slots are skipped before it,
 * and its 16 bytes. So slots rise, and one list has one encoding.
 */
import type { Reader, Writer } from "../bytes.ts";
import { DIGEST_BYTES, readDigest, writeDigest } from "../digest.ts";
import { Malformed } from "../fault.ts";

export interface SlotDigest {
  readonly slot: number;
  readonly digest: bigint;
}

const ITEM_BYTES_MIN = DIGEST_BYTES + 1;

export function writeSlots(to: Writer, slots: readonly SlotDigest[]): void {
  to.varint(slots.length);
  let next = 0;
  for (const { slot, digest } of slots) {
    to.varint(slot - next);
    writeDigest(to, digest);
    next = slot + 1;
  }
}

export function readSlots(from: Reader): readonly SlotDigest[] {
  let next = 0;
  return from.list(() => {
    const slot = rising(next, from.varint());
    next = slot + 1;
    return { slot, digest: readDigest(from) };
  }, ITEM_BYTES_MIN);
}

/** `base` and `more`, which must stay a number. */
export function rising(base: number, more: number): number {
  const sum = base + more;
  if (!Number.isSafeInteger(sum)) throw new Malformed("a number is over 2^53 - 1");
  return sum;
}
