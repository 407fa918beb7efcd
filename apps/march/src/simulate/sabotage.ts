/**
 * Faults on the people's side, made on purpose: a simulation that cannot fail proves nothing.
 * The viewers are not told.
 *
 *   drop   some posts are never sent
 *   stall  the connection of one person holds everything back for longer than a tick
 *   swap   two people post each other's places
 *
 * Rule S8: docs/spec/march-simulation.md.
 */
import type { Move } from "./expectation.ts";

export const SABOTAGES = ["drop", "stall", "swap"] as const;
export type Sabotage = (typeof SABOTAGES)[number];

/** Every tenth post is dropped. */
const DROP_EVERY = 10;
const STALL_TICKS = 1.5;
/** The people to whom it happens: the first walks with a WebSocket, so it has what can stall. */
const FIRST = 0;
const SECOND = 1;

export function isDropped(sabotage: Sabotage | null, { person, tick }: Move): boolean {
  return sabotage === "drop" && tick >= 0 && (person + tick) % DROP_EVERY === 0;
}

/** For how many ticks the connection stalls from this move on. */
export function stallTicks(sabotage: Sabotage | null, move: Move, ticks: number): number {
  if (sabotage !== "stall" || move.person !== FIRST) return 0;
  return move.tick === Math.floor(ticks / 2) ? STALL_TICKS : 0;
}

/** Whose place a person posts. */
export function posing(sabotage: Sabotage | null, { person, tick }: Move, ticks: number): number {
  if (sabotage !== "swap" || tick < Math.floor(ticks / 2)) return person;
  if (person === FIRST) return SECOND;
  return person === SECOND ? FIRST : person;
}
