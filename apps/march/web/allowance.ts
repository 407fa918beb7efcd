/**
 * How much a person may still say, told before the node would refuse it: by the same limits, of
 * what this phone holds. The node holds more, of others: it has the last word.
 *
 * Rule W55: docs/spec/march-page.md.
 */
import type { SayingLimit } from "../src/limits.ts";

export interface Allowance {
  /** How many one may say now. */
  readonly left: number;
  /** Until the next one, in milliseconds: 0 while some are left, null when that is not known. */
  readonly waitMs: number | null;
}

/** From which number on it is told. */
export const TELL_FROM = 2;

/** `ownAts`: when what one has said oneself was said, in milliseconds since the epoch. */
export function allowanceOf(
  { ofPersonMax, inWindowMax, windowMs }: SayingLimit,
  ownAts: readonly number[],
  nowMs: number,
): Allowance {
  const recent = ownAts.filter((at) => nowMs - at <= windowMs).toSorted((a, b) => a - b);
  const left = Math.min(ofPersonMax - ownAts.length, inWindowMax - recent.length);
  if (left > 0) return { left, waitMs: 0 };
  if (ownAts.length >= ofPersonMax) return { left: 0, waitMs: null };
  const [oldest = nowMs] = recent.slice(-inWindowMax);
  return { left: 0, waitMs: oldest + windowMs - nowMs + 1 };
}
