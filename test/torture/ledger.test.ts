import assert from "node:assert/strict";
import { test } from "node:test";
import { type Entry, judgeLedger } from "./ledger.ts";

const entry = (operation: string, counter: number, more: Partial<Entry> = {}): Entry => ({
  group: "g",
  key: "k",
  number: 1,
  timeline: 1,
  counter,
  nonce: counter,
  worker: `w${counter}`,
  operation,
  ...more,
});

const verdictOn = (entries: readonly Entry[], acknowledged: readonly string[] = []) => {
  const { regressions, doubles, lost } = judgeLedger(entries, acknowledged);
  return [regressions.length, doubles.length, lost.length];
};

test("[P9] a write of a former owner after the next one's first is found", () => {
  assert.deepEqual(verdictOn([entry("a", 1), entry("b", 1), entry("c", 2)]), [0, 0, 0]);
  assert.deepEqual(verdictOn([entry("a", 1), entry("b", 2), entry("c", 1)]), [1, 0, 0]);
  assert.deepEqual(verdictOn([entry("a", 1), entry("b", 1, { worker: "x" })]), [1, 0, 0]);
  assert.deepEqual(verdictOn([entry("a", 9), entry("b", 1, { timeline: 2 })]), [0, 0, 0]);
  assert.deepEqual(verdictOn([entry("a", 2), entry("b", 1, { key: "l" })]), [0, 0, 0]);
});

test("[P10] [P15] what was acknowledged is there, and nothing is there twice", () => {
  assert.deepEqual(verdictOn([entry("a", 1)], ["a"]), [0, 0, 0]);
  assert.deepEqual(verdictOn([entry("a", 1)], ["a", "b"]), [0, 0, 1]);
  assert.deepEqual(verdictOn([entry("a", 1), entry("a", 1)], ["a"]), [0, 1, 0]);
});
