/**
 * When records expire. Time is cut into slots, everything in one slot expires at the same
 * moment, and a lifetime is rounded down to a slot: nothing outlives what was promised.
 *
 *   stamp ────── lifetime ──────►│
 *   ──┼────────┼────────┼────────┼───      expiry: the last slot edge not after it
 *
 * Rules R4, R9: docs/spec/replica.md.
 */
import { AHEAD_MS_MAX, type Stamp } from "./stamp.ts";

export const SLOT_MS = 10_000;
/** Fourteen days: of a space that is compared with others', as no comparison takes more slots. */
export const COMPARED_MS_MAX = 14 * 24 * 3_600_000;

/** The last expiry that a record of this stamp may have, in milliseconds since the epoch. */
export function expiryOf(stampWallMs: number, lifetimeMs: number): number {
  return Math.floor((stampWallMs + lifetimeMs) / SLOT_MS) * SLOT_MS;
}

/** Whether some clock may have given it: a stamp is ahead of its author's by what it heard of. */
export function isExpiryOf({ wallMs }: Stamp, expiresAt: number, lifetimeMs: number): boolean {
  if (expiresAt > expiryOf(wallMs, lifetimeMs)) return false;
  return expiresAt >= expiryOf(wallMs - AHEAD_MS_MAX, lifetimeMs);
}
