/**
 * How old something is, in words, and how strongly it is drawn for it. An old pin must not look
 * like a new one, and one that has expired must not be there at all.
 *
 * Rules W5, W6: docs/spec/march-page.md.
 */
import { text } from "./text.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const NOW_MS = 5_000;
/** From this age on a pin is drawn hollow as well as paler: colour alone must not say it. */
export const STALE_MS = 120_000;
const PALEST = 0.3;

export function ageText(ageMs: number): string {
  if (ageMs < NOW_MS) return text.age.now;
  return text.age.ago(durationText(ageMs));
}

/** Rounded down, so that nothing is said to be older than it is. */
export function durationText(ms: number): string {
  if (ms < MINUTE_MS) return text.duration.seconds(Math.max(0, Math.floor(ms / SECOND_MS)));
  if (ms < HOUR_MS) return text.duration.minutes(Math.floor(ms / MINUTE_MS));
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  return text.duration.hours(Math.floor(ms / HOUR_MS), minutes);
}

/** From 1, just written, down to `PALEST` at its expiry; 0 from then on. Falls fast at first. */
export function opacityOf(ageMs: number, lifetimeMs: number): number {
  if (ageMs >= lifetimeMs) return 0;
  const fraction = Math.max(0, ageMs) / lifetimeMs;
  return 1 - (1 - PALEST) * Math.sqrt(fraction);
}
