/**
 * What everyone may know of a contingent that is not theirs: how many, about where, how spread
 * out, how fast and which way. Never for a few people, who could be told apart.
 *
 * Rule A6: docs/spec/march.md.
 */
import { decode, encode } from "cborg";
import { degreesOf, type Place, type Position, placeOf } from "./model.ts";

export interface Summary {
  readonly contingent: string;
  readonly people: number;
  /** The middle of its people. */
  readonly place: Place;
  /** Two thirds of its people are about so near to the middle, in whole metres. */
  readonly radiusM: number;
  /** In tenths of a metre a second. */
  readonly speedDmS: number;
  /** Degrees clockwise from north, 0 to 359; 0 when it stands still. */
  readonly headingDeg: number;
}

export const SUMMARY_NOTE = "summaries";
export const SUMMARY_EVERY_MS = 2_000;
export const SUMMARY_PEOPLE_MIN = 5;
export const SUMMARIES_MAX = 30;
const EARTH_RADIUS_M = 6_371_000;
const STILL_DM_S = 2;

interface Middle {
  readonly place: Place;
  readonly atMs: number;
}

/** Remembers the last middles, to tell speed and heading. One for each room. */
export class Summaries {
  readonly #before = new Map<string, Middle>();

  /** The largest contingents of at least five people, largest first. */
  make(view: Iterable<Position>, nowMs: number): readonly Summary[] {
    const groups = [...byContingent(view)]
      .filter(([, places]) => places.length >= SUMMARY_PEOPLE_MIN)
      .sort(([, a], [, b]) => b.length - a.length)
      .slice(0, SUMMARIES_MAX);
    const made = groups.map(([contingent, places]) => this.#summarise(contingent, places, nowMs));
    this.#before.clear();
    for (const { contingent, place } of made) this.#before.set(contingent, { place, atMs: nowMs });
    return made;
  }

  #summarise(contingent: string, places: readonly Place[], nowMs: number): Summary {
    const place = middleOf(places);
    const squares = places.map((one) => metresBetween(place, one) ** 2);
    const radiusM = Math.round(Math.sqrt(mean(squares)));
    const before = this.#before.get(contingent);
    return { contingent, people: places.length, place, radiusM, ...movement(before, place, nowMs) };
  }
}

export function encodeSummaries(summaries: readonly Summary[]): Uint8Array {
  return encode(summaries);
}

/** Only from a node that the client trusts: the shape is not checked again. */
export function decodeSummaries(bytes: Uint8Array): readonly Summary[] {
  return decode(bytes) as readonly Summary[];
}

/** On the sphere, good to half a percent. */
export function metresBetween(a: Place, b: Place): number {
  const { east, north } = offset(a, b);
  return Math.hypot(east, north);
}

function byContingent(view: Iterable<Position>): Map<string, Place[]> {
  const groups = new Map<string, Place[]>();
  for (const { contingent, place } of view) {
    if (place === null) continue;
    const group = groups.get(contingent);
    if (group === undefined) groups.set(contingent, [place]);
    else group.push(place);
  }
  return groups;
}

function middleOf(places: readonly Place[]): Place {
  const degrees = places.map(degreesOf);
  return placeOf(mean(degrees.map(({ lat }) => lat)), mean(degrees.map(({ lon }) => lon)));
}

function movement(
  before: Middle | undefined,
  place: Place,
  nowMs: number,
): Pick<Summary, "speedDmS" | "headingDeg"> {
  if (before === undefined || nowMs <= before.atMs) return { speedDmS: 0, headingDeg: 0 };
  const { east, north } = offset(before.place, place);
  const speedDmS = Math.round((Math.hypot(east, north) / (nowMs - before.atMs)) * 10_000);
  if (speedDmS < STILL_DM_S) return { speedDmS: 0, headingDeg: 0 };
  const degrees = Math.round((Math.atan2(east, north) * 180) / Math.PI);
  return { speedDmS, headingDeg: (degrees + 360) % 360 };
}

/** From `a` to `b` in metres, on the plane that touches the sphere there. */
function offset(a: Place, b: Place): { readonly east: number; readonly north: number } {
  const from = degreesOf(a);
  const to = degreesOf(b);
  const metresPerDegree = (Math.PI / 180) * EARTH_RADIUS_M;
  const shrink = Math.cos((((from.lat + to.lat) / 2) * Math.PI) / 180);
  return {
    east: (to.lon - from.lon) * metresPerDegree * shrink,
    north: (to.lat - from.lat) * metresPerDegree,
  };
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
