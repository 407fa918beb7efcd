import assert from "node:assert/strict";
import { test } from "node:test";
import { START_MS } from "./fake-march.ts";
import { JOINS_BURST, JOINS_PER_SECOND, JoinRates } from "./join-rates.ts";

test("[A5] a march takes a burst of people, then so many a second, and others go on", () => {
  const rates = new JoinRates();
  const takenAt = (nowMs: number, tries: number) =>
    Array.from({ length: tries }, () => rates.take("flooded", nowMs)).filter(Boolean).length;
  assert.equal(takenAt(START_MS, JOINS_BURST + 500), JOINS_BURST);
  assert.equal(takenAt(START_MS + 1000, 500), JOINS_PER_SECOND);
  assert.ok(rates.take("another", START_MS));
});
