import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { chooseByLoad, sum } from "./weights.ts";

const weights = fc.uniqueArray(fc.tuple(fc.string(), fc.nat({ max: 100 })), {
  selector: ([key]) => key,
  minLength: 1,
});

test("[P12] as many are chosen as must move, none twice, none that is not there", () => {
  fc.assert(
    fc.property(weights, fc.nat({ max: 30 }), fc.nat({ max: 500 }), (pairs, count, meanLoad) => {
      const loads = new Map(pairs);
      const keys = [...loads.keys()];
      const chosen = chooseByLoad(keys, count, { loadOf: (key) => loads.get(key) ?? 0, meanLoad });
      assert.equal(chosen.length, Math.min(count, keys.length));
      assert.equal(new Set(chosen).size, chosen.length);
      assert.ok(chosen.every((key) => loads.has(key)));
    }),
  );
});

test("[P12] of one that must move, no other choice brings the load nearer to the average", () => {
  fc.assert(
    fc.property(weights, fc.nat({ max: 500 }), (pairs, meanLoad) => {
      const loads = new Map(pairs);
      const loadOf = (key: string) => loads.get(key) ?? 0;
      const [chosen = ""] = chooseByLoad([...loads.keys()], 1, { loadOf, meanLoad });
      const total = sum([...loads.values()]);
      const distance = (key: string) => Math.abs(total - loadOf(key) - meanLoad);
      assert.equal(distance(chosen), Math.min(...[...loads.keys()].map(distance)));
    }),
  );
});

test("[P12] a member that has too much parts with its heavy partitions", () => {
  const loads = new Map(Object.entries({ a: 10, b: 1, c: 9, d: 1, e: 1 }));
  const loadOf = (key: string) => loads.get(key) ?? 0;
  const chosen = chooseByLoad([...loads.keys()], 2, { loadOf, meanLoad: 3 });
  assert.deepEqual(chosen.toSorted(), ["a", "c"]);
});
