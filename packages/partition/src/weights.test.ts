import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { chooseByLoad, sum } from "./weights.ts";

const weights = fc.uniqueArray(fc.tuple(fc.string(), fc.nat({ max: 100 })), {
  selector: ([key]) => key,
  minLength: 1,
});

const anyLoadOf = (key: string) => (Number(key) * 7_919) % 1_009;

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

test("[P12] each choice is the nearest that is left to what it should weigh", () => {
  fc.assert(
    fc.property(weights, fc.nat({ max: 30 }), fc.nat({ max: 500 }), (pairs, count, meanLoad) => {
      const left = new Map(pairs);
      const loadOf = (key: string) => new Map(pairs).get(key) ?? 0;
      const chosen = chooseByLoad([...left.keys()], count, { loadOf, meanLoad });
      for (const [at, key] of chosen.entries()) {
        const ideal = (sum([...left.values()]) - meanLoad) / (count - at);
        const distances = [...left.values()].map((load) => Math.abs(load - ideal));
        assert.equal(Math.abs(loadOf(key) - ideal), Math.min(...distances));
        left.delete(key);
      }
    }),
  );
});

test("[P12] a member that has too much parts with its heavy partitions", () => {
  const loads = new Map(Object.entries({ a: 10, b: 1, c: 9, d: 1, e: 1 }));
  const loadOf = (key: string) => loads.get(key) ?? 0;
  const chosen = chooseByLoad([...loads.keys()], 2, { loadOf, meanLoad: 3 });
  assert.deepEqual(chosen.toSorted(), ["a", "c"]);
});

test("[P7] [P12] a member that parts with thousands does not keep its heartbeat waiting", () => {
  for (const [size, limitMs] of [
    [10_000, 100],
    [65_536, 500],
  ] as const) {
    const keys = Array.from({ length: size }, (_, number) => String(number));
    const tookMs = [1, 2, 3].map(() => {
      const sinceMs = performance.now();
      const chosen = chooseByLoad(keys, size / 2, { loadOf: anyLoadOf, meanLoad: 1_000 });
      assert.equal(new Set(chosen).size, size / 2);
      return performance.now() - sinceMs;
    });
    // The quickest: a busy machine is not what is asked about.
    assert.ok(Math.min(...tookMs) < limitMs, `${size} keys: ${tookMs.join(" ")} ms`);
  }
});

test("[P12] loads that are no numbers are chosen from as well", () => {
  const keys = ["a", "b", "c"];
  for (const load of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const chosen = chooseByLoad(keys, 2, { loadOf: () => load, meanLoad: 3 });
    assert.equal(new Set(chosen).size, 2);
  }
});
