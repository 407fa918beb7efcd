import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { SlotOrder } from "./slot-order.ts";

const SEED = 5;

test("[R5] slots stand in order whatever order they came in, any stretch of them, and what is taken is gone", () => {
  const slots = fc.uniqueArray(fc.nat(60), { maxLength: 40 });
  const edges = fc.tuple(fc.nat(62), fc.nat(62), fc.nat(62));
  fc.assert(
    fc.property(slots, edges, (all, [from, to, closed]) => {
      const order = new SlotOrder();
      for (const slot of all) order.add(slot);
      const rising = all.toSorted((a, b) => a - b);
      const isIn = (slot: number) => slot >= from && slot < to;
      assert.deepEqual(order.between(from, to), rising.filter(isIn));
      assert.deepEqual(
        order.take(closed),
        rising.filter((slot) => slot < closed),
      );
      assert.deepEqual(
        order.between(0, 62),
        rising.filter((slot) => slot >= closed),
      );
    }),
    { seed: SEED, numRuns: 500 },
  );
});
