import assert from "node:assert/strict";
import test from "node:test";
import { compareFences } from "./fence.ts";

const fence = (counter: number, nonce: number) => ({ counter, nonce });

test("[M17] a lower counter is older, whatever its nonce", () => {
  assert.equal(compareFences(fence(2, 1), fence(1, 1)), "older");
  assert.equal(compareFences(fence(2, 1), fence(1, 9)), "older");
});

test("[M17] a higher counter is newer, and so is a rival of the same", () => {
  assert.equal(compareFences(fence(2, 1), fence(3, 1)), "newer");
  assert.equal(compareFences(fence(2, 1), fence(2, 9)), "newer");
  assert.equal(compareFences(fence(2, 1), fence(2, 1)), "same");
});
