import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { RANGES_MAX, Ranges } from "./ranges.ts";

const SEED = 7;

test("[R5] ranges hold exactly what was added, apart from each other, in order", () => {
  const piece = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.nat(5));
  const holds = fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
    const ranges = new Ranges();
    const added = new Set<number>();
    for (const [from, more] of pieces) {
      ranges.add(from, from + more);
      for (let each = from; each <= from + more; each += 1) added.add(each);
    }
    for (let each = 0; each < 70; each += 1) assert.equal(ranges.has(each), added.has(each));
    const all = [...ranges];
    assert.equal(ranges.count, all.length);
    for (const [at, { from, to }] of all.entries()) {
      assert.ok(from <= to && from > (all[at - 1]?.to ?? -1) + 1, JSON.stringify(all));
    }
  });
  fc.assert(holds, { seed: SEED, numRuns: 500 });
});

test("[R5] of too many ranges the lowest are forgotten", () => {
  const ranges = new Ranges();
  for (let each = 1; each <= RANGES_MAX + 10; each += 1) ranges.add(3 * each);
  assert.equal(ranges.count, RANGES_MAX);
  assert.deepEqual([ranges.has(30), ranges.has(33)], [false, true]);
});
