/**
 * Who may be buried: those whose counter stood still for `watchMs` of one's own time.
 *
 * The time counts from when the counter was received, and only while one's own heartbeats were
 * answered without a gap: where the database answered nobody, nobody could renew. A restart of the
 * database may have taken renewals back that members count on, so it begins the watch anew.
 *
 * Rules P4, P5: docs/spec/partition.md.
 */
import type { MemberId, Reading, Server, Suspect } from "./store.ts";
import type { Timing } from "./timing.ts";

interface Still {
  readonly counter: number;
  readonly sinceMs: number;
}

export interface Watch {
  readonly still: ReadonlyMap<MemberId, Still>;
  readonly answeredAtMs: number;
  readonly server: Server | null;
}

export const NO_WATCH: Watch = { still: new Map(), answeredAtMs: 0, server: null };

const WIDTH_MIN = 3;
const WIDTH_MAX = 64;
/** Each neighbour that is not heard of lets a member look that many further. */
const WIDTH_PER_SILENT = 4;

interface Now {
  readonly nowMs: number;
  readonly timing: Timing;
}

/** What an answered heartbeat adds to the watch. */
export function watched(watch: Watch, reading: Reading, { nowMs, timing }: Now): Watch {
  const restart =
    nowMs - watch.answeredAtMs > timing.gapMs ||
    reading.server.session !== watch.server?.session ||
    reading.server.timeline !== watch.server.timeline;
  const still = new Map<MemberId, Still>();
  for (const { id, counter } of reading.watched) {
    const before = restart ? undefined : watch.still.get(id);
    const sinceMs = before?.counter === counter ? before.sinceMs : nowMs;
    still.set(id, { counter, sinceMs });
  }
  return { still, answeredAtMs: nowMs, server: reading.server };
}

export function suspectsOf(watch: Watch, timing: Timing): Suspect[] {
  const { still, server, answeredAtMs } = watch;
  if (server === null) return [];
  return [...still]
    .filter(([, { sinceMs }]) => answeredAtMs - sinceMs >= timing.watchMs)
    .map(([id, { counter }]) => ({ id, counter, server }));
}

/** Whoever was buried, or moved when it should have been, is not suspected until seen again. */
export function cleared(watch: Watch, id: MemberId): Watch {
  const still = new Map(watch.still);
  still.delete(id);
  return { ...watch, still };
}

/** How many neighbours the next heartbeat reads: more when the near ones have gone silent. */
export function widthOf(watch: Watch, timing: Timing): number {
  const silentMs = 2 * timing.beatMs;
  const silent = [...watch.still.values()].filter(
    ({ sinceMs }) => watch.answeredAtMs - sinceMs > silentMs,
  );
  return Math.min(WIDTH_MIN + WIDTH_PER_SILENT * silent.length, WIDTH_MAX);
}
