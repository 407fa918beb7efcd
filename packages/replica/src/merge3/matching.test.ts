import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { matching } from "./matching.ts";

const items = fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 12 });

/** The length of a longest common subsequence, slowly. */
function most(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const [x, ...as] = a;
  const [y, ...bs] = b;
  return x === y ? 1 + most(as, bs) : Math.max(most(as, b), most(a, bs));
}

test("[R39] partners are equal and in the same order, and what is the same is its own partner", () => {
  const holds = fc.property(items, items, (a, b) => {
    const partners = matching(a, b);
    assert.equal(partners.length, a.length);
    const pairs = [...partners.entries()].filter(([, j]) => j >= 0);
    for (const [i, j] of pairs) assert.equal(a[i], b[j]);
    for (const [n, [, j]] of pairs.entries()) assert.ok(n === 0 || j > pairs[n - 1]![1]);
    assert.deepEqual(matching(a, a), [...a.keys()]);
  });
  fc.assert(holds, { seed: 1, numRuns: 500 });
});

function hasUnique(items: readonly string[]): boolean {
  return items.some((item) => items.filter((other) => other === item).length < 2);
}

test("[R39] where nothing occurs once, as many items as can be have partners", () => {
  const twice = fc.array(fc.constantFrom("a", "b"), { minLength: 4, maxLength: 9 });
  const holds = fc.property(twice, twice, (a, b) => {
    fc.pre(!hasUnique(a) && !hasUnique(b));
    const partners = matching(["x", ...a, "y"], ["z", ...b, "w"]).filter((j) => j >= 0);
    assert.equal(partners.length, most(a, b));
  });
  fc.assert(holds, { seed: 1, numRuns: 200 });
});

test("[R39] what occurs once holds the rest in place", () => {
  const [a, b] = [
    ["f", "{", "}", "g", "{", "}"],
    ["h", "{", "}", "f", "{", "}", "g", "{", "}"],
  ];
  assert.deepEqual(matching(a, b), [3, 4, 5, 6, 7, 8]);
});
