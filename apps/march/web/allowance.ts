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

export interface Told {
  readonly by: string;
  /** In milliseconds since the epoch; null: taken back, which still counts for the whole. */
  readonly at: number | null;
}

/** `held`: all that counts together, with what waits to be sent. */
export function allowanceOf(
  { ofPersonMax, inWindowMax, windowMs, max }: SayingLimit,
  { held, me }: { readonly held: readonly Told[]; readonly me: string },
  nowMs: number,
): Allowance {
  const own = held.filter(({ by }) => by === me);
  const recent = own
    .flatMap(({ at }) => (at !== null && nowMs - at <= windowMs ? [at] : []))
    .toSorted((a, b) => a - b);
  const whole = Math.min(ofPersonMax - own.length, max - held.length);
  const left = Math.min(whole, inWindowMax - recent.length);
  if (left > 0) return { left, waitMs: 0 };
  if (whole <= 0) return { left: 0, waitMs: null };
  const [oldest = nowMs] = recent.slice(-inWindowMax);
  return { left: 0, waitMs: oldest + windowMs - nowMs + 1 };
}
