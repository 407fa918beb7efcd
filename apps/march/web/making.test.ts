import assert from "node:assert/strict";
import { test } from "node:test";
import { begun, entered, held, placeOf } from "./making.ts";

const HERE = { latE7: 1, lonE7: 1 };
const THERE = { latE7: 2, lonE7: 2 };

test("[W50] an alert is of this phone's place unless another was pointed at, and of none when it has none", () => {
  assert.equal(placeOf(begun(false), HERE), HERE);
  assert.equal(placeOf(begun(false), null), null);
  assert.equal(placeOf(held(THERE), HERE), THERE);
  assert.equal(placeOf({ step: "aim" }, HERE), null);
});

test("[W50] whoever has blurred their position tells of the exact one only when they say so", () => {
  assert.equal(placeOf(begun(true), HERE), null);
  assert.equal(placeOf({ step: "kind", place: "here" }, HERE), HERE);
  assert.equal(placeOf(held(THERE), HERE), THERE);
});

test("[W50] Enter on the map brings the cross, and takes its place when it is there", () => {
  const first = entered(null, THERE);
  assert.deepEqual(first, { step: "aim" });
  assert.deepEqual(entered(first, THERE), held(THERE));
});
