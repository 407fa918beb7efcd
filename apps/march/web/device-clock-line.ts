/**
 * What is said of a phone whose clock is wrong. It harms nothing: the page stamps by the node's.
 *
 * Rule W40: docs/spec/march-page.md.
 */
import { durationText } from "./age.ts";
import { text } from "./text.ts";

/** Less is usual, and nobody would notice it. */
const TOLD_MS_MIN = 60_000;

/** `offsetMs`: how far the phone is behind the node. Null: nothing worth telling. */
export function clockLine(offsetMs: number | null): string | null {
  if (offsetMs === null || Math.abs(offsetMs) < TOLD_MS_MIN) return null;
  const by = durationText(Math.abs(offsetMs));
  return offsetMs > 0 ? text.device.clock.slow(by) : text.device.clock.fast(by);
}
