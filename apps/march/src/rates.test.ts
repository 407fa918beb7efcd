import assert from "node:assert/strict";
import { test } from "node:test";
import { DISPLAY_REQUESTS, JOINS, Rates, REQUESTS } from "./rates.ts";

const START_MS = 1_800_000_000_000;

for (const [rule, allowance] of [
  ["[A5] a march takes joins", JOINS],
  ["[A9] a person asks", REQUESTS],
  ["[A9] a display asks", DISPLAY_REQUESTS],
] as const) {
  test(`${rule} in a burst, then so many a second, and others go on`, () => {
    const { burst, perSecond } = allowance;
    const rates = new Rates(allowance);
    const takenAt = (nowMs: number) =>
      Array.from({ length: burst + 500 }, () => rates.take("flooded", nowMs)).filter(Boolean)
        .length;
    assert.equal(takenAt(START_MS), burst);
    assert.equal(takenAt(START_MS + 1000), Math.min(burst, perSecond));
    assert.ok(rates.take("another", START_MS));
  });
}

test("[A9] of many names the one used least recently is forgotten", () => {
  const rates = new Rates({ burst: 1, perSecond: 1, namesMax: 2 });
  const take = (name: string) => rates.take(name, START_MS);
  assert.deepEqual(["a", "b", "a", "c", "a", "b"].map(take), [
    true,
    true,
    false,
    true,
    false,
    true,
  ]);
});
