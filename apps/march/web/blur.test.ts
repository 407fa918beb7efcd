import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { E7, Place } from "../src/model.ts";
import { metresBetween } from "../src/sphere.ts";
import { BLUR_M, blurred } from "./blur.ts";

const SEED = 20_261_121;
const places = fc.record({
  latE7: fc.integer({ min: -90 * E7, max: 90 * E7 }),
  lonE7: fc.integer({ min: -180 * E7, max: 180 * E7 }),
});

test(`[W38] a blurred place is on the grid, a place still, and near (seed ${SEED})`, () => {
  fc.assert(
    fc.property(places, (place) => {
      const vague = blurred(place);
      assert.deepEqual(blurred(vague), vague, "the middle of a square is its own");
      assert.ok(Place.safeParse(vague).success);
      assert.ok(metresBetween(place, vague) < BLUR_M, `${metresBetween(place, vague)} m`);
    }),
    { seed: SEED, numRuns: 2_000 },
  );
});

test("[W38] a walk across a square tells one place, and the squares are 200 m wide", () => {
  const told = new Set<string>();
  const steps = 1_000;
  for (let i = 0; i < steps; i += 1) {
    const { latE7, lonE7 } = blurred({ latE7: 407_069_000, lonE7: -740_113_000 + i * 237 });
    told.add(`${latE7} ${lonE7}`);
  }
  // 237 ten-millionths of a degree are 2 m here: 2 km, ten squares.
  assert.ok(told.size >= 9 && told.size <= 11, `${told.size} squares`);
});
