/**
 * What everyone may know of a contingent that is not theirs: how many, about where, how spread
 * out, how fast and which way. Never for a few people, who could be told apart.
 *
 * Rule A6: docs/spec/march.md.
 */
import type { Entry } from "@muster/replica";
import type { Place, Position } from "./model.ts";
import { Movements, type Velocity } from "./movement.ts";
import { metresBetween, middleOf } from "./sphere.ts";

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

export const SUMMARY_EVERY_MS = 2_000;
export const SUMMARY_PEOPLE_MIN = 5;
/** Contingents of which summaries are told. */
export const SUMMARIES_MAX = 30;
const STILL_DM_S = 2;

interface Group {
  readonly people: string[];
  readonly places: Place[];
}

/** Remembers how people move. One for each room. */
export class Summaries {
  readonly #movements = new Movements();

  /** All contingents of at least five people, largest first. */
  make(positions: Iterable<Entry<Position>>, nowMs: number): readonly Summary[] {
    const all = [...positions];
    this.#movements.follow(all);
    return [...byContingent(all)]
      .filter(([, { people }]) => people.length >= SUMMARY_PEOPLE_MIN)
      .sort(([, a], [, b]) => b.people.length - a.people.length)
      .map(([contingent, group]) => this.#summarise(contingent, group, nowMs));
  }

  #summarise(contingent: string, { people, places }: Group, nowMs: number): Summary {
    const movement = described(this.#movements.of(people, nowMs));
    return { contingent, people: people.length, ...extentOf(places), ...movement };
  }
}

function byContingent(positions: Iterable<Entry<Position>>): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const { value } of positions) {
    if (value.place === null) continue;
    const group = groups.get(value.contingent) ?? { people: [], places: [] };
    groups.set(value.contingent, group);
    group.people.push(value.person);
    group.places.push(value.place);
  }
  return groups;
}

function extentOf(places: readonly Place[]): Pick<Summary, "place" | "radiusM"> {
  const place = middleOf(places);
  const squares = places.reduce((sum, one) => sum + metresBetween(place, one) ** 2, 0);
  return { place, radiusM: Math.round(Math.sqrt(squares / places.length)) };
}

function described({ east, north }: Velocity): Pick<Summary, "speedDmS" | "headingDeg"> {
  const speedDmS = Math.round(Math.hypot(east, north) * 10);
  if (speedDmS < STILL_DM_S) return { speedDmS: 0, headingDeg: 0 };
  const degrees = Math.round((Math.atan2(east, north) * 180) / Math.PI);
  return { speedDmS, headingDeg: (degrees + 360) % 360 };
}
