import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { ALERT_LIMIT } from "../src/limits.ts";
import { whyTooMuch } from "../src/rules/once.ts";
import { allowanceOf } from "./allowance.ts";

const NOW = 1_800_000_000_000;
const LIMIT = { ...ALERT_LIMIT, ofPersonMax: 5 };

test("[W55] three in two minutes, told down to none, and when the next one is possible", () => {
  const left = (...ages: number[]) =>
    allowanceOf(
      LIMIT,
      ages.map((age) => NOW - age),
      NOW,
    );
  assert.deepEqual(left(), { left: 3, waitMs: 0 });
  assert.deepEqual(left(1_000), { left: 2, waitMs: 0 });
  assert.deepEqual(left(1_000, 500_000), { left: 2, waitMs: 0 });
  assert.deepEqual(left(1_000, 50_000, 90_000), { left: 0, waitMs: 30_001 });
  assert.deepEqual(left(1_000, 200_000, 200_000, 200_000, 200_000), { left: 0, waitMs: null });
});

test("[W55] what the page allows the node does not refuse, and the other way round", () => {
  const ages = fc.array(fc.integer({ min: 0, max: 300_000 }), { maxLength: 7 });
  fc.assert(
    fc.property(ages, (all) => {
      const ats = all.map((age) => NOW - age);
      const held = ats.map((at) => ({ by: "me", at }));
      const refusal = whyTooMuch(LIMIT, { by: "me", at: NOW }, held);
      const { left, waitMs } = allowanceOf(LIMIT, ats, NOW);
      assert.equal(left > 0, refusal === null);
      if (left > 0 || waitMs === null) return;
      assert.equal(whyTooMuch(LIMIT, { by: "me", at: NOW + waitMs }, held), null);
      assert.notEqual(whyTooMuch(LIMIT, { by: "me", at: NOW + waitMs - 1 }, held), null);
    }),
  );
});
