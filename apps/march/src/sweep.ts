/**
 * Deletes what the database holds of marches that have ended: the room's rows first, so that a
 * sweep that is cut short finds the march again.
 *
 * Rule A4: docs/spec/march.md.
 */
import type { Clock } from "@muster/replica";
import type { PostgresJournal } from "@muster/rooms/server";
import type { Registry } from "./registry.ts";
import { MARCH } from "./room.ts";

/** With the grace, less than a minute after the end. */
export const SWEEP_MS = 20_000;
/** An opening that began before the end may still write its row: it is swept after that. */
export const GRACE_MS = 10_000;

export interface Swept {
  readonly registry: Pick<Registry, "findEnded" | "delete">;
  readonly journal: Pick<PostgresJournal, "forget">;
  readonly clock: Clock;
}

/** Returns how many marches it deleted. */
export async function sweep({ registry, journal, clock }: Swept): Promise<number> {
  const ended = await registry.findEnded(clock.now() - GRACE_MS);
  if (ended.length === 0) return 0;
  await journal.forget(MARCH, ended);
  await registry.delete(ended);
  return ended.length;
}
