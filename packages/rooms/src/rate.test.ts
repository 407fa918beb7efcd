import assert from "node:assert/strict";
import test from "node:test";
import { Rate } from "./rate.ts";

function taken(rate: Rate, nowMs: number, tries: number): number {
  return Array.from({ length: tries }, () => rate.take(nowMs)).filter(Boolean).length;
}

test("[M14] a burst passes, then so many a second", () => {
  const rate = new Rate(10, 2, 0);
  assert.equal(taken(rate, 0, 20), 10);
  assert.equal(taken(rate, 499, 5), 0);
  assert.equal(taken(rate, 2_499, 9), 4);
  assert.equal(taken(rate, 3_600_000, 99), 10);
});

test("[M14] a clock that goes back earns nothing", () => {
  const rate = new Rate(3, 1, 10_000);
  assert.equal(taken(rate, 10_000, 9), 3);
  assert.equal(taken(rate, 0, 9), 0);
  assert.equal(taken(rate, 999, 9), 0);
});
