/**
 * What an application does with a membership, at random: it takes its time to stop, asks for the
 * next view early, writes to its keys, and claims and hands back names.
 */
import type { Random } from "../../sim/src/index.ts";

/** What several applications want at a time. */
export const NAMES: readonly string[] = ["room/a", "room/b", "room/c"];

export interface Application {
  /** The longest that it takes to stop; past the limit of the rules it is stuck. */
  stopMsMax: number;
  readonly isWeighing: boolean;
}

export const PROMPT_MS = 20;
export const SLOW_MS = 4_500;
export const STUCK_MS = 15_000;

/** From one write to the next. */
export function writeWaitMs(random: Random): number {
  return random.between(50, 400);
}

/** From one thought of names and weights to the next. */
export function thinkWaitMs(random: Random): number {
  return random.between(300, 3_000);
}

export function stopWaitMs(random: Random, { stopMsMax }: Application): number {
  return random.between(0, stopMsMax);
}

/** Some weigh twelve times as much as others, and none the same for long. */
export function weigh(keys: Iterable<string>, random: Random): ReadonlyMap<string, number> {
  return new Map([...keys].map((key) => [key, 1 + random.below(12)]));
}
