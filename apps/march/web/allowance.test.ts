import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { ALERT_LIMIT } from "../src/limits.ts";
import { whyTooMuch } from "../src/rules/once.ts";
import { allowanceOf } from "./allowance.ts";

const NOW = 1_800_000_000_000;
const LIMIT = { ...ALERT_LIMIT, ofPersonMax: 5 };

const me = "me";
const own = (...ages: readonly (number | null)[]) =>
  ages.map((age) => ({ by: me, at: age === null ? null : NOW - age }));
const left = (...ages: readonly (number | null)[]) =>
  allowanceOf(LIMIT, { held: own(...ages), me }, NOW);

test("[W55] three in two minutes, told down to none, and when the next one is possible", () => {
  assert.deepEqual(left(), { left: 3, waitMs: 0 });
  assert.deepEqual(left(1_000), { left: 2, waitMs: 0 });
  assert.deepEqual(left(1_000, 500_000), { left: 2, waitMs: 0 });
  assert.deepEqual(left(1_000, 50_000, 90_000), { left: 0, waitMs: 30_001 });
  assert.deepEqual(left(null, null, 200_000, 200_000, 200_000), { left: 0, waitMs: null });
});

test("[W55] where others have filled the march nothing is left, nobody knows until when", () => {
  const held = Array.from({ length: LIMIT.max }, () => ({ by: "her", at: NOW }));
  assert.deepEqual(allowanceOf(LIMIT, { held, me }, NOW), { left: 0, waitMs: null });
  assert.equal(allowanceOf(LIMIT, { held: held.slice(1), me }, NOW).left, 1);
});

test("[W55] what the page allows the node does not refuse, and the other way round", () => {
  const ages = fc.array(fc.option(fc.integer({ min: 0, max: 300_000 })), { maxLength: 7 });
  fc.assert(
    fc.property(ages, (all) => {
      const held = own(...all);
      const refusal = whyTooMuch(LIMIT, { by: me, at: NOW }, held);
      const allowed = allowanceOf(LIMIT, { held, me }, NOW);
      assert.equal(allowed.left > 0, refusal === null);
      if (allowed.left > 0 || allowed.waitMs === null) return;
      const then = NOW + allowed.waitMs;
      assert.equal(whyTooMuch(LIMIT, { by: me, at: then }, held), null);
      assert.notEqual(whyTooMuch(LIMIT, { by: me, at: then - 1 }, held), null);
    }),
  );
});
