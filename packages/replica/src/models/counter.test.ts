import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { Told } from "../../test/told-view.ts";
import { laws } from "../laws.ts";
import { counter } from "./counter.ts";

const likes = counter({ name: "likes" });
const MOST = Number.MAX_SAFE_INTEGER;

test("[R32] the laws hold for a counter, far beyond 2^53 too", () =>
  laws(likes, fc.oneof(fc.constantFrom(MOST, -MOST, 0), fc.integer()).map(likes.add)));

test("[R32] each addition counts once, and until it is forgotten", () => {
  const told = new Told(likes);
  const three = told.write(likes.add(3), 10);
  told.write(likes.add(-1), 20);
  assert.equal(told.take(three), false);
  assert.equal(told.view.total, 2);
  assert.equal(told.forget(three), true);
  assert.equal(told.forget(three), false);
  assert.equal(told.view.total, -1);
  assert.deepEqual(told.deltas.at(-1), { total: -1, by: -3 });
});

test("[R32] a sum is exact beyond 2^53, in any order", () => {
  const told = new Told(likes);
  for (const [i, by] of [MOST, MOST, 1, 1, -MOST, -MOST].entries()) told.write(likes.add(by), i);
  assert.equal(told.view.exact, 2n);
  assert.equal(told.view.total, 2);
});

test("[R32] a counter adds whole numbers only", () => {
  const { validate } = likes.value["~standard"];
  for (const add of [0.5, 2 ** 53, "1", Number.NaN, undefined]) {
    assert.equal("issues" in validate({ add }), true, String(add));
  }
});
