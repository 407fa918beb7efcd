import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { GRID_PIXELS_MIN, gridLines, gridStepM, mercatorStretch } from "./grid.ts";

test("[W7] squares are the smallest of 1, 2, 5 … metres that are wide enough apart", () => {
  assert.deepEqual(
    [0.001, 1, 1.5, 2, 10, 1_000].map(gridStepM),
    [1, 100, 100, 200, 1_000, 100_000],
  );
  fc.assert(
    fc.property(fc.double({ min: 0.02, max: 100_000, noNaN: true }), (metresPerPixel) => {
      const pixels = gridStepM(metresPerPixel) / metresPerPixel;
      assert.ok(pixels >= GRID_PIXELS_MIN * 0.999 && pixels <= GRID_PIXELS_MIN * 2.51);
    }),
  );
});

test("[W7] lines keep their places when the map moves, from edge to edge", () => {
  assert.deepEqual(gridLines(-250, 100, 100), [-200, -100, 0, 100]);
  assert.deepEqual(gridLines(1, 99, 100), []);
});

test("[W7] a metre of ground is longer in the projection away from the equator", () => {
  assert.equal(mercatorStretch(0), 1);
  assert.ok(Math.abs(mercatorStretch(60) - 2) < 1e-9);
});
