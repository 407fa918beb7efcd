/**
 * What of the room is shown: one pin for each person who shares and whose position has not
 * expired, and the contingents that are not shown by pins already.
 *
 * Rules W10, W11, W12: docs/spec/march-page.md.
 */
import type { Place, PositionView } from "../src/model.ts";
import { metresBetween } from "../src/sphere.ts";
import type { Summary } from "../src/summary.ts";

export interface Pin {
  readonly person: string;
  readonly contingent: string;
  readonly place: Place;
  readonly isMe: boolean;
  /** In the node's time, as `expiresAt`. */
  readonly atMs: number;
  readonly expiresAt: number;
}

export function pinsOf(view: PositionView, me: string, nowMs: number): readonly Pin[] {
  const pins: Pin[] = [];
  for (const { value, stamp, expiresAt } of view.values()) {
    const { person, contingent, place } = value;
    if (place === null || expiresAt <= nowMs) continue;
    pins.push({ person, contingent, place, isMe: person === me, atMs: stamp.wallMs, expiresAt });
  }
  return pins;
}

/** A contingent whose people are seen one by one needs no circle around them. */
export function otherSummaries(
  summaries: readonly Summary[],
  pins: readonly Pin[],
  mine: string,
): readonly Summary[] {
  const shown = new Set([mine, ...pins.map(({ contingent }) => contingent)]);
  return summaries.filter(({ contingent }) => !shown.has(contingent));
}

/** Oneself, then the nearest first; where this phone does not know its place, the newest. */
export function inOrder(pins: readonly Pin[], from: Place | null): readonly Pin[] {
  const rank = (pin: Pin): number => {
    if (pin.isMe) return -Infinity;
    return from === null ? -pin.atMs : metresBetween(from, pin.place);
  };
  const ranks = new Map(pins.map((pin) => [pin, rank(pin)]));
  return pins.toSorted((a, b) => ranks.get(a)! - ranks.get(b)!);
}
