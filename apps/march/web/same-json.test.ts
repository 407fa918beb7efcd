import assert from "node:assert/strict";
import { test } from "node:test";
import { isSameJson } from "./same-json.ts";

test("[W53] two values are the same whatever the order of their fields, and only when all of them are", () => {
  assert.ok(isSameJson({ a: 1, b: { c: "x" } }, { b: { c: "x" }, a: 1 }));
  assert.ok(isSameJson([1, null], [1, null]));
  assert.ok(!isSameJson({ a: 1, b: { c: "x" } }, { a: 1, b: { c: "y" } }));
  assert.ok(!isSameJson({ a: 1 }, { a: 1, b: 2 }));
  assert.ok(!isSameJson({ a: 1 }, { b: 1 }));
  assert.ok(!isSameJson(undefined, { a: 1 }));
  assert.ok(!isSameJson(null, { a: 1 }));
});
