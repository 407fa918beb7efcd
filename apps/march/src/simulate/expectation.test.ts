import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { degreesOf } from "../model.ts";
import { ASSEMBLY, Expectation } from "./expectation.ts";
import { NYSE_CONVERGE } from "./nyse-converge.ts";
import { pointAt, ticksOf } from "./route.ts";

const plan = { route: NYSE_CONVERGE, people: 30, ticks: 25, seed: 7 };

test("[S1] the same route and seed give the same places, another seed gives others", () => {
  const [one, same, other] = [plan, plan, { ...plan, seed: 8 }].map(
    (each) => new Expectation(each),
  );
  assert.deepEqual(one?.at(29, 24), same?.at(29, 24));
  assert.notDeepEqual(one?.at(29, 24), other?.at(29, 24));
});

test("[S1] no two places of a run are equal, and a place names its person and its tick", () => {
  const seeds = fc.record({ seed: fc.nat(), people: fc.integer({ min: 1, max: 60 }) });
  fc.assert(
    fc.property(seeds, (some) => {
      const expectation = new Expectation({ ...plan, ...some });
      for (let person = 0; person < some.people; person += 1) {
        for (let tick = ASSEMBLY; tick < plan.ticks; tick += 1) {
          const move = expectation.whose(expectation.at(person, tick));
          assert.deepEqual(move, { person, tick });
        }
      }
    }),
    { numRuns: 20 },
  );
});

test("[S1] places taken already are not taken again, even where a point has few around it", () => {
  // 200 ticks at one point, of 40,401 places around it: some draws collide.
  const route = { tickSeconds: 5, contingents: [{ name: "still", path: still }] };
  const expectation = new Expectation({ route, people: 1, ticks: 2_000, seed: 1 });
  const places = Array.from({ length: 2_000 }, (_, tick) => expectation.at(0, tick));
  assert.equal(new Set(places.map(({ latE7, lonE7 }) => `${latE7} ${lonE7}`)).size, 2_000);
});

test("[S1] everyone stays near the point of their contingent", () => {
  const expectation = new Expectation(plan);
  for (let tick = 0; tick < 12; tick += 1) {
    const [lat = 0, lon = 0] = NYSE_CONVERGE.contingents[2]?.path[tick] ?? [];
    const place = degreesOf(expectation.at(5, tick));
    assert.ok(Math.abs(place.lat - lat) < 0.0003 && Math.abs(place.lon - lon) < 0.0003);
  }
  assert.equal(expectation.contingentOf(5), "contingent-3");
});

test("[S1] a path is walked there and back again, and every tick moves", () => {
  assert.deepEqual(
    Array.from({ length: 9 }, (_, tick) => pointAt(tick, 4)),
    [0, 1, 2, 3, 2, 1, 0, 1, 2],
  );
  assert.equal(ticksOf(NYSE_CONVERGE), 12);
});

test("[S1] the default route is the original's: three contingents of twelve points", () => {
  assert.deepEqual(
    NYSE_CONVERGE.contingents.map(({ name, path }) => [name, path.length, path[11]]),
    [
      ["contingent-1", 12, [40.7069618, -74.0108264]],
      ["contingent-2", 12, [40.7066934, -74.010998]],
      ["contingent-3", 12, [40.70679, -74.010778]],
    ],
  );
});

const still: [number, number][] = [
  [40.7, -74],
  [40.7, -74],
];
