/**
 * Which confirmed alerts are news to this person: near enough to matter, told once each, and no
 * more often than can be heard out. What was confirmed when the page opened is on the map.
 *
 *   confirmed since, in the map's view or near one's people ─► due ──20 s of quiet──► told, together
 *
 * Rule W54: docs/spec/march-page.md.
 */
import type { Place } from "../src/model.ts";
import { metresBetween } from "../src/sphere.ts";
import { QUIET_MS } from "./announcer.ts";
import type { ShownAlert } from "./shown-alerts.ts";

/** How near to a person of one's contingent an alert concerns them all. */
export const NEAR_M = 300;

export interface Bounds {
  readonly southWest: Place;
  readonly northEast: Place;
}

export interface Around {
  /** What the map shows; null before it shows anything. */
  readonly bounds: Bounds | null;
  /** One's people, oneself included. */
  readonly people: readonly Place[];
}

export class AlertNews {
  /** Null before the node was heard. */
  #known: Set<string> | null = null;
  #toldAtMs = -Infinity;

  /** What is to be told now, the newest first; null: nothing new. `nowMs` by any clock. */
  next(alerts: readonly ShownAlert[], around: Around, nowMs: number): readonly ShownAlert[] | null {
    const confirmed = alerts.filter((alert) => isConfirmed(alert) && !isOwnWord(alert));
    if (this.#known === null) {
      this.#known = new Set(confirmed.map(({ id }) => id));
      return null;
    }
    if (nowMs - this.#toldAtMs < QUIET_MS) return null;
    const known = this.#known;
    const due = confirmed.filter(({ id, place }) => !known.has(id) && isNear(place, around));
    if (due.length === 0) return null;
    for (const { id } of due) known.add(id);
    this.#toldAtMs = nowMs;
    return due;
  }
}

function isConfirmed({ state, waits }: ShownAlert): boolean {
  return state === "confirmed" && !waits;
}

/** A steward knows what they have just told. */
function isOwnWord({ isMine, confirmedBy }: ShownAlert): boolean {
  return isMine && confirmedBy === 0;
}

export function isNear(place: Place, { bounds, people }: Around): boolean {
  if (bounds !== null && isWithin(place, bounds)) return true;
  return people.some((person) => metresBetween(person, place) <= NEAR_M);
}

function isWithin({ latE7, lonE7 }: Place, { southWest, northEast }: Bounds): boolean {
  if (latE7 < southWest.latE7 || latE7 > northEast.latE7) return false;
  const [west, east] = [southWest.lonE7, northEast.lonE7];
  // A map across the 180th meridian has its west in the east.
  return west <= east ? lonE7 >= west && lonE7 <= east : lonE7 >= west || lonE7 <= east;
}
