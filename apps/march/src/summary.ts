/**
 * What everyone may know of a contingent that is not theirs: about how many, about where, how
 * spread out, how fast and which way. Never for a few people, who could be told apart, and never
 * by what one person would change: who compares two summaries must not find who came or went
 * between them. So the middle is that of the median person, not the mean, of which each person
 * has a share that can be worked out; and all is told in steps.
 *
 * Rule A6: docs/spec/march.md.
 */
import type { Entry } from "@muster/replica";
import { COARSE_M_MIN, onGrid, stepAbove, stepBelow } from "./coarse.ts";
import type { Place, Position } from "./model.ts";
import { Movements, type Velocity } from "./movement.ts";
import { medianOf, metresBetween } from "./sphere.ts";

export interface Summary {
  readonly contingent: string;
  /** So many or more: a step of 5, 7, 10, 15, 20, 30, 50 … */
  readonly people: number;
  /** About the median person, on a grid. */
  readonly place: Place;
  /** Two thirds of its people are so near to the place: a step of 50, 70, 100 … metres. */
  readonly radiusM: number;
  /** In tenths of a metre a second, by fives. */
  readonly speedDmS: number;
  /** Degrees clockwise from north, one of eight; 0 when it stands still. */
  readonly headingDeg: number;
}

/**
 * So that what a phone has is never older than 2.5 s, also where thousands and their node share two
 * cores.
 */
export const SUMMARY_EVERY_MS = 1_500;
export const SUMMARY_PEOPLE_MIN = 5;
/** Contingents of which summaries are told. */
export const SUMMARIES_MAX = 30;
const NEAR_SHARE = 2 / 3;
const GRID_RADII = 0.5;
/** A place is told again while the median person is within so many lines of the grid. */
const KEPT_LINES = 0.75;
const SPEED_DM_S = 5;
const HEADING_DEG = 45;

interface Group {
  readonly people: string[];
  readonly places: Place[];
}

/** Remembers how people move, and what was told last. One for each room. */
export class Summaries {
  readonly #movements = new Movements();
  #told = new Map<string, Place>();

  /** All contingents of at least five people, largest first. */
  make(positions: Iterable<Entry<Position>>, nowMs: number): readonly Summary[] {
    const all = [...positions];
    this.#movements.follow(all);
    const made = [...byContingent(all)]
      .filter(([, { people }]) => people.length >= SUMMARY_PEOPLE_MIN)
      .sort(([, a], [, b]) => b.people.length - a.people.length)
      .map(([contingent, group]) => this.#summarise(contingent, group, nowMs));
    this.#told = new Map(made.map(({ contingent, place }) => [contingent, place]));
    return made;
  }

  #summarise(contingent: string, { people, places }: Group, nowMs: number): Summary {
    const movement = described(this.#movements.of(people, nowMs));
    const extent = extentOf(places, this.#told.get(contingent));
    return { contingent, people: stepBelow(people.length), ...extent, ...movement };
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

/** `before`: the place told last. It stays while it is good, or receivers' errors would move it. */
function extentOf(
  places: readonly Place[],
  before: Place | undefined,
): Pick<Summary, "place" | "radiusM"> {
  const middle = medianOf(places);
  const gridM = Math.max(COARSE_M_MIN, stepAbove(reach(places, middle)) * GRID_RADII);
  const isGood = before !== undefined && metresBetween(before, middle) <= gridM * KEPT_LINES;
  const place = isGood ? before : onGrid(middle, gridM);
  return { place, radiusM: stepAbove(reach(places, place)) };
}

/** How far from a place two thirds of all are, in metres. */
function reach(places: readonly Place[], from: Place): number {
  const distances = places.map((one) => metresBetween(from, one)).toSorted((a, b) => a - b);
  return distances[Math.ceil(distances.length * NEAR_SHARE) - 1] ?? 0;
}

function described({ east, north }: Velocity): Pick<Summary, "speedDmS" | "headingDeg"> {
  const speedDmS = rounded(Math.hypot(east, north) * 10, SPEED_DM_S);
  if (speedDmS === 0) return { speedDmS: 0, headingDeg: 0 };
  const degrees = rounded((Math.atan2(east, north) * 180) / Math.PI, HEADING_DEG);
  return { speedDmS, headingDeg: (degrees + 360) % 360 };
}

function rounded(value: number, step: number): number {
  return Math.round(value / step) * step;
}
