import assert from "node:assert/strict";
import { test } from "node:test";
import { alike } from "./alike.ts";

test("[W53] two values are alike whatever the order of their fields, and only when all of them are", () => {
  assert.ok(alike({ a: 1, b: { c: "x" } }, { b: { c: "x" }, a: 1 }));
  assert.ok(alike([1, null], [1, null]));
  assert.ok(!alike({ a: 1, b: { c: "x" } }, { a: 1, b: { c: "y" } }));
  assert.ok(!alike({ a: 1 }, { a: 1, b: 2 }));
  assert.ok(!alike({ a: 1 }, { b: 1 }));
  assert.ok(!alike(undefined, { a: 1 }));
  assert.ok(!alike(null, { a: 1 }));
});
