/**
 * "Erase all" as a value that only grows: every record at or below the watermark is gone and
 * stays gone, wherever it comes from. Raising it twice, or in another order, ends the same.
 *
 * Rule R11: docs/spec/replica.md.
 */
import type { Stamp } from "./stamp.ts";

export interface Watermark {
  readonly wallMs: number;
  readonly count: number;
}

export const NOTHING_ERASED: Watermark = { wallMs: 0, count: 0 };

/** The watermark that covers everything up to this stamp. */
export function watermarkOf({ wallMs, count }: Pick<Stamp, "wallMs" | "count">): Watermark {
  return { wallMs, count };
}

export function covers(watermark: Watermark, stamp: Pick<Stamp, "wallMs" | "count">): boolean {
  if (stamp.wallMs !== watermark.wallMs) return stamp.wallMs < watermark.wallMs;
  return stamp.count <= watermark.count;
}

export function higher(a: Watermark, b: Watermark): Watermark {
  return covers(a, b) ? a : b;
}
