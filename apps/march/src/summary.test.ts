import assert from "node:assert/strict";
import { test } from "node:test";
import { type AuthorId, authorOf, type Entry } from "@muster/replica";
import { START_MS } from "../test/fake-march.ts";
import { onGrid } from "./coarse.ts";
import { type Place, type Position, placeOf } from "./model.ts";
import { metresBetween } from "./sphere.ts";
import { Summaries } from "./summary.ts";
import { SummaryTeller, summariesIn } from "./summary-notes.ts";

const author: AuthorId = authorOf(new Uint8Array(40));
const SQUARE = { lat: 40.7074, lon: -74.0113 };
/** At the square, degrees for so many metres. */
const north = (metres: number) => metres / 111_195;
const east = (metres: number) => north(metres) / Math.cos((SQUARE.lat * Math.PI) / 180);

interface Sighting {
  readonly person: string;
  readonly place: Place | null;
  readonly contingent?: string;
  readonly atMs?: number;
}

function entryOf({ person, place, contingent = "Tenants", atMs = START_MS }: Sighting) {
  const value: Position = { person, contingent, place };
  const stamp = { wallMs: atMs, count: 0, author };
  const entry: Entry<Position> = { key: person, stamp, expiresAt: atMs + 60_000, value };
  return entry;
}

/** So many people of one contingent, moved by so many metres. */
function group(people: number, contingent = "Tenants", moved = { east: 0, north: 0, atMs: 0 }) {
  const place = placeOf(SQUARE.lat + north(moved.north), SQUARE.lon + east(moved.east));
  return Array.from({ length: people }, (_, i) =>
    entryOf({ person: `${contingent}${i}`, contingent, place, atMs: START_MS + moved.atMs }),
  );
}

/** The line of the grid that is nearest to so many metres north of the square. */
function rowAt(metres: number): number {
  return onGrid(placeOf(SQUARE.lat + north(metres), SQUARE.lon), 50).latE7;
}

test("[A6] four people are not summarised, five are", () => {
  assert.deepEqual(new Summaries().make(group(4), START_MS), []);
  const [summary] = new Summaries().make(group(5), START_MS);
  assert.deepEqual(summary, {
    contingent: "Tenants",
    people: 5,
    place: onGrid(placeOf(SQUARE.lat, SQUARE.lon), 50),
    radiusM: 50,
    speedDmS: 0,
    headingDeg: 0,
  });
});

test("[A6] who has stopped sharing does not count among the five", () => {
  const stopped = entryOf({ person: "stopped", place: null });
  assert.deepEqual(new Summaries().make([...group(4), stopped], START_MS), []);
});

test("[A6] of 31 contingents the 30 largest are told first, largest first", () => {
  const all = Array.from({ length: 31 }, (_, i) => group(5 + i, `C${i}`)).flat();
  const made = new Summaries().make(all, START_MS);
  const told = summariesIn([new SummaryTeller().next(made, START_MS, false) ?? assert.fail()]);
  assert.deepEqual(
    told.map(({ contingent }) => contingent),
    Array.from({ length: 30 }, (_, i) => `C${30 - i}`),
  );
});

for (const [name, moved, speedDmS, headingDeg] of [
  ["north", { north: 20, east: 0 }, 10, 0],
  ["east", { north: 0, east: 20 }, 10, 90],
  ["south-west", { north: -20, east: -20 }, 15, 225],
  ["about north-east", { north: 18, east: 26 }, 15, 45],
  ["nowhere", { north: 1, east: 0 }, 0, 0],
] as const) {
  test(`[A6] a contingent that walks ${name} is said to`, () => {
    const summaries = new Summaries();
    summaries.make(group(6), START_MS);
    const atMs = 20_000;
    const [summary] = summaries.make(group(6, "Tenants", { ...moved, atMs }), START_MS + atMs);
    assert.deepEqual([summary?.speedDmS, summary?.headingDeg], [speedDmS, headingDeg]);
  });
}

test("[A6] people who join far away, and one who jumps, do not make a contingent run", () => {
  const summaries = new Summaries();
  summaries.make(group(6), START_MS);
  const atMs = 10_000;
  const still = group(6, "Tenants", { north: 0, east: 0, atMs });
  const [jumper, ...others] = still;
  const jumped = { ...jumper!, value: { ...jumper!.value, place: placeOf(50, 0) } };
  const joined = Array.from({ length: 6 }, (_, i) =>
    entryOf({ person: `new${i}`, place: placeOf(41, -74), atMs: START_MS + atMs }),
  );
  const [summary] = summaries.make([jumped, ...others, ...joined], START_MS + atMs);
  assert.deepEqual([summary?.people, summary?.speedDmS], [10, 0]);
});

test("[A6] two places within a second, or none for two minutes, say nothing of movement", () => {
  const soon = new Summaries();
  soon.make(group(5), START_MS);
  const [hasty] = soon.make(group(5, "Tenants", { north: 20, east: 0, atMs: 999 }), START_MS + 999);
  assert.equal(hasty?.speedDmS, 0);
  const late = new Summaries();
  late.make(group(5), START_MS);
  const walked = group(5, "Tenants", { north: 20, east: 0, atMs: 20_000 });
  assert.equal(late.make(walked, START_MS + 140_000)[0]?.speedDmS, 10);
  assert.equal(late.make(walked, START_MS + 140_001)[0]?.speedDmS, 0);
});

test("[A6] a contingent on both sides of the 180th meridian has its middle there", () => {
  const fiji = [179.999, 179.999, -179.999, -179.999, 180].map((lon, i) =>
    entryOf({ person: `p${i}`, place: placeOf(-17, lon) }),
  );
  const [summary] = new Summaries().make(fiji, START_MS);
  assert.ok(metresBetween(summary?.place ?? placeOf(0, 0), placeOf(-17, 180)) < 40);
  assert.equal(summary?.radiusM, 150);
});

test("[A6] a middle that wavers by a few metres over a line of the grid is told at one place", () => {
  const line = Array.from({ length: 60 }, (_, i) => i).find((i) => rowAt(i) !== rowAt(0));
  const summaries = new Summaries();
  const told = Array.from({ length: 10 }, (_, i) => {
    const moved = { north: (line ?? assert.fail()) + (i % 2 === 0 ? 3 : -3), east: 0, atMs: i };
    return summaries.make(group(6, "Tenants", moved), START_MS)[0]?.place;
  });
  assert.deepEqual(new Set(told.map((place) => place?.latE7)).size, 1);
  const away = { north: (line ?? 0) - 20, east: 0, atMs: 10 };
  const [left] = summaries.make(group(6, "Tenants", away), START_MS);
  assert.notEqual(left?.place.latE7, told[0]?.latE7);
});

test("[A6] one liar far away moves neither the middle nor the radius of a contingent", () => {
  const liar = entryOf({ person: "liar", place: placeOf(-33, 151) });
  const [without] = new Summaries().make(group(6), START_MS);
  const [summary] = new Summaries().make([...group(6), liar], START_MS);
  assert.deepEqual([summary?.place, summary?.radiusM], [without?.place, without?.radiusM]);
});
