/**
 * Doing what was decided where nobody heard that it was kept: it is read again every few seconds,
 * and before each command, and whoever it is about is told.
 *
 * Rule A18: docs/spec/march.md.
 */
import { Fault } from "@muster/rooms";
import { type Deciders, end, rejoin } from "./decide.ts";
import { isBarred, stewardsOf } from "./mandate.ts";
import type { March } from "./registry.ts";
import { REMOVED } from "./turned-away.ts";

export const SETTLE_EVERY_MS = 5_000;

/** Does what was decided since the march was as it was `before`. */
export function doUnheard({ mandate, roster, room, onDecided }: Deciders, before: March): void {
  for (const person of roster.people()) {
    if (isBarred(before, person) || !mandate.isBarred(person)) continue;
    room.expel(person, new Fault("forbidden", REMOVED));
    onDecided(person);
  }
  const had = new Set(stewardsOf(before).keys());
  const has = new Set(mandate.stewards.keys());
  for (const person of had.symmetricDifference(has)) rejoin(room, person);
  onDecided(null);
  if (mandate.march.endsAt <= room.now()) end(room);
}

/** While the database does not answer, it stays for the next time. */
export async function settleDoubt({ mandate, room }: Deciders): Promise<void> {
  try {
    await mandate.settle();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.code === "ended") end(room);
  }
}
