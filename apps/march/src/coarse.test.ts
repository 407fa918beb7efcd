import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { onGrid, stepAbove, stepBelow } from "./coarse.ts";
import { placeOf } from "./model.ts";
import { metresBetween } from "./sphere.ts";

const SEED = 6_050;

test("[A6] of people the step below is told, of a radius the one above", () => {
  assert.deepEqual(
    [5, 6, 7, 9, 10, 14, 19, 20, 69, 150, 4_999].map(stepBelow),
    [5, 5, 7, 7, 10, 10, 15, 20, 50, 150, 3_000],
  );
  assert.deepEqual(
    [0, 50, 51, 100, 101, 160, 701, 7_200].map(stepAbove),
    [50, 50, 70, 100, 150, 200, 1_000, 10_000],
  );
});

test("[A6] a place on the grid is near, and stays where it is when it is put there again", (t) => {
  t.diagnostic(`seed ${SEED}`);
  const place = fc.record({
    latE7: fc.integer({ min: -900_000_000, max: 900_000_000 }),
    lonE7: fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
  });
  fc.assert(
    fc.property(place, fc.constantFrom(50, 75, 100, 350, 5_000), (from, gridM) => {
      const to = onGrid(from, gridM);
      assert.ok(metresBetween(from, to) < gridM * 0.8, `${metresBetween(from, to)} of ${gridM}`);
      assert.deepEqual(onGrid(to, gridM), to);
    }),
    { seed: SEED, numRuns: 2_000 },
  );
});

test("[A6] a grid has few places: 50 m apart, no seam at the 180th meridian, one at the pole", () => {
  const street = Array.from({ length: 100 }, (_, i) => onGrid(placeOf(40 + i / 111_195, -74), 50));
  assert.ok(new Set(street.map(({ latE7 }) => latE7)).size <= 3);
  const east = Array.from({ length: 100 }, (_, i) => onGrid(placeOf(0, 10 + i / 111_195), 50));
  assert.ok(new Set(east.map(({ lonE7 }) => lonE7)).size <= 3);
  assert.deepEqual(onGrid(placeOf(-17, 180), 50), onGrid(placeOf(-17, -180), 50));
  assert.deepEqual(onGrid(placeOf(90, 12), 50), onGrid(placeOf(90, -100), 50));
});
