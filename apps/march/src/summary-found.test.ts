/**
 * Somebody hears the summaries of a contingent for a minute before one of its people stops sharing
 * or joins, and for a minute after; knows when that was, how many they are and how fast they walk;
 * and works out where that person was. The control: the same work on means finds them.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { type AuthorId, authorOf, type Entry } from "@muster/replica";
import { type Place, type Position, placeOf } from "./model.ts";
import { metresBetween, middleOf } from "./sphere.ts";
import { SUMMARY_EVERY_MS, Summaries, type Summary } from "./summary.ts";

const START_MS = 1_800_000_000_000;
const SEED = 6_006;
const TRIALS = 60;
const STEP_S = SUMMARY_EVERY_MS / 1_000;
/** A minute of summaries. */
const HEARD = 30;
const WIDE_M = 300;
/** No way of working it out comes nearer than this, half the time. */
const FOUND_M_MIN = 50;
const CONTROL_M_MAX = 35;
const LAT = 40.7;
const DEGREE_M = 111_195;
const EAST_DEGREE_M = DEGREE_M * Math.cos((LAT * Math.PI) / 180);
const author: AuthorId = authorOf(new Uint8Array(40));

/** Metres east and north of a corner. */
type Spot = readonly [number, number];
type Told = Pick<Summary, "people" | "radiusM"> & { readonly spot: Spot };
type Make = (walkers: readonly Spot[], nowMs: number) => Told;

interface Walk {
  readonly people: number;
  readonly speedMs: number;
  readonly does: "stops" | "joins";
}

/** What was heard with everyone and without one: the mean of so many summaries beside the change. */
interface Heard {
  readonly people: number;
  readonly all: (count: number) => Spot;
  readonly others: (count: number) => Spot;
  readonly radiusM: number;
}

type Guess = (heard: Heard) => Spot;

function placeAt([east, north]: Spot): Place {
  return placeOf(LAT + north / DEGREE_M, -74 + east / EAST_DEGREE_M);
}

function spotOf({ latE7, lonE7 }: Place): Spot {
  return [(lonE7 / 1e7 + 74) * EAST_DEGREE_M, (latE7 / 1e7 - LAT) * DEGREE_M];
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** As they are told. */
function told(): Make {
  const summaries = new Summaries();
  return (walkers, nowMs) => {
    const entries = walkers.map((spot, i): Entry<Position> => {
      const value = { person: `p${i}`, contingent: "Tenants", place: placeAt(spot) };
      const stamp = { wallMs: nowMs, count: 0, author };
      return { key: value.person, stamp, expiresAt: nowMs + 60_000, value };
    });
    const [summary] = summaries.make(entries, nowMs);
    assert.ok(summary !== undefined);
    const { people, place, radiusM } = summary;
    return { people, spot: spotOf(place), radiusM };
  };
}

/** To a metre, as means. */
function control(): Make {
  return (walkers) => {
    const [east, north] = spotOf(middleOf(walkers.map(placeAt)));
    const spot: Spot = [Math.round(east), Math.round(north)];
    return { people: walkers.length, spot, radiusM: WIDE_M / 2 };
  };
}

/** All go north, each a little in their own way. Of the first one it is told or not. */
function walk(random: () => number, { people, speedMs }: Walk) {
  const corner = random() * 1_000;
  let walkers = Array.from(
    { length: people },
    (): Spot => [corner + random() * WIDE_M, corner + random() * WIDE_M],
  );
  let nowMs = START_MS;
  const stepped = ([x, y]: Spot): Spot => {
    const north = speedMs * STEP_S * (0.9 + 0.2 * random());
    return [x + (random() - 0.5) * speedMs, y + north];
  };
  const hear = (make: Make, isThere: boolean): Told => {
    walkers = walkers.map(stepped);
    nowMs += SUMMARY_EVERY_MS;
    return make(isThere ? walkers : walkers.slice(1), nowMs);
  };
  return { hear, first: () => walkers[0] ?? assert.fail() };
}

/** The mean of what was heard, with the walk taken out: as of the last summary before the change. */
function steadied(heard: readonly Told[], first: number, stepM: number): Spot {
  const sum = (pick: (one: Told, i: number) => number) =>
    heard.reduce((all, one, i) => all + pick(one, i), 0) / heard.length;
  return [sum(({ spot }) => spot[0]), sum(({ spot }, i) => spot[1] - (first + i) * stepM)];
}

const each = (a: Spot, b: Spot, work: (a: number, b: number) => number): Spot => [
  work(a[0], b[0]),
  work(a[1], b[1]),
];

const inverted =
  (count: number): Guess =>
  ({ people, all, others }) =>
    each(all(count), others(count), (x, y) => people * x - (people - 1) * y);

/** Without them the middle is further from them: they are on the other side of it, so far out. */
const onTheSide =
  (radii: number): Guess =>
  ({ all, others, radiusM }) =>
    each(all(HEARD), others(HEARD), (x, y) => x + Math.sign(x - y) * radii * radiusM);

const GUESSES: ReadonlyMap<string, Guess> = new Map([
  ["two summaries", inverted(1)],
  ["six of them", inverted(3)],
  ["two minutes", inverted(HEARD)],
  ["the middle", onTheSide(0)],
  ["a side, near", onTheSide(0.3)],
  ["a side, far", onTheSide(0.6)],
]);

/** A minute of summaries, then one more or one less, and another minute. */
function heard(random: () => number, make: Make, walking: Walk): Heard & { readonly who: Spot } {
  const { people, speedMs, does } = walking;
  const { hear, first } = walk(random, walking);
  const earlier = Array.from({ length: HEARD }, () => hear(make, does === "stops"));
  const who = first();
  const later = Array.from({ length: HEARD }, () => hear(make, does === "joins"));
  const stepM = speedMs * STEP_S;
  const before = (count: number) => steadied(earlier.slice(-count), 1 - count, stepM);
  const after = (count: number) => steadied(later.slice(0, count), 1, stepM);
  return does === "stops"
    ? { who, people, all: before, others: after, radiusM: earlier.at(-1)?.radiusM ?? 0 }
    : { who, people, all: after, others: before, radiusM: later[0]?.radiusM ?? 0 };
}

function middle(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[TRIALS / 2] ?? 0;
}

/** How near each guess comes, in metres: the median of all trials. */
function found(making: () => Make, walking: Walk): ReadonlyMap<string, number> {
  const random = seeded(SEED + walking.people);
  const trials = Array.from({ length: TRIALS }, () => heard(random, making(), walking));
  return new Map(
    [...GUESSES].map(([name, guess]) => {
      const errors = trials.map((one) => metresBetween(placeAt(one.who), placeAt(guess(one))));
      return [name, Math.round(middle(errors))];
    }),
  );
}

for (const people of [6, 20, 60]) {
  for (const does of ["stops", "joins"] as const) {
    test(`[A6] who ${does}, of ${people} over ${WIDE_M} m, is not found nearer than ${FOUND_M_MIN} m by summaries`, (t) => {
      t.diagnostic(`seed ${SEED}`);
      for (const speedMs of [0, 1.2]) {
        const errors = [...found(told, { people, speedMs, does })];
        t.diagnostic(`${speedMs} m/s: ${errors.map(([name, m]) => `${name} ${m} m`).join(", ")}`);
        for (const [name, metres] of errors) {
          assert.ok(metres >= FOUND_M_MIN, `by ${name}, at ${speedMs} m/s: ${metres} m`);
        }
        const best = Math.min(...found(control, { people, speedMs, does }).values());
        assert.ok(best <= CONTROL_M_MAX, `the control: means find them to ${best} m`);
      }
    });
  }
}

test("[A6] one person who stops mostly changes nothing of what is told of those who stand", (t) => {
  t.diagnostic(`seed ${SEED}`);
  const random = seeded(SEED);
  // From 22 on; a sixth of six people is more.
  for (const [people, sameMin] of [
    [6, TRIALS / 3],
    [22, TRIALS / 2],
    [60, TRIALS / 2],
  ] as const) {
    const same = Array.from({ length: TRIALS }, () => {
      const { hear } = walk(random, { people, speedMs: 0, does: "stops" });
      const make = told();
      return isDeepStrictEqual(hear(make, true), hear(make, false));
    }).filter(Boolean).length;
    t.diagnostic(`of ${people}: nothing in ${same} of ${TRIALS}`);
    assert.ok(same > sameMin, `of ${people}: nothing in ${same} of ${TRIALS}`);
  }
});
