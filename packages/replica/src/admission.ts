/**
 * Whether a record may be taken, as far as its time can say: the clock, its expiry, an erase.
 * Rules R4, R9, R11: docs/spec/replica.md.
 */
import { erasing } from "./erasing.ts";
import { type Refusal, refused } from "./outcome.ts";
import type { SignedRecord } from "./record.ts";
import { expiryOf, isExpiryOf } from "./slot.ts";
import { isTooFarAhead } from "./stamp.ts";
import { covers, type Watermark } from "./watermark.ts";

export interface Times {
  /** Slots that expire up to then are closed. */
  readonly dueMs: number;
  readonly lifetimeMs: number;
  readonly watermark: Watermark;
}

export function whyAhead({ stamp }: SignedRecord, nowMs: number): Refusal | null {
  if (!isTooFarAhead(stamp, nowMs)) return null;
  return refused("ahead", `${stamp.wallMs - nowMs} ms ahead of this clock`);
}

/** However far ahead it is. */
export function whyGone(record: SignedRecord, times: Times): Refusal | null {
  const { dueMs, lifetimeMs, watermark } = times;
  if (!isRightExpiry(record, lifetimeMs)) {
    return refused("bad_expiry", `the lifetime here is ${lifetimeMs} ms`);
  }
  const { expiresAt } = record;
  if (expiresAt <= dueMs) return refused("expired", `${dueMs - expiresAt} ms ago`);
  if (isErased(record, watermark)) return refused("erased", "it was written before an erase");
  return null;
}

/** The record that says so is not: others have to hear of it. */
export function isErased(
  { model, stamp }: Pick<SignedRecord, "model" | "stamp">,
  watermark: Watermark,
): boolean {
  return model !== erasing.name && covers(watermark, stamp);
}

/** An erase must last as long as all that it covers, or that would come back. */
function isRightExpiry({ model, stamp, expiresAt }: SignedRecord, lifetimeMs: number): boolean {
  if (model === erasing.name) return expiresAt === expiryOf(stamp.wallMs, lifetimeMs);
  return isExpiryOf(stamp, expiresAt, lifetimeMs);
}
