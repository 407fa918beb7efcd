import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { Ordered } from "./ordered.ts";

const steps = fc.array(
  fc.tuple(fc.constantFrom("add" as const, "add" as const, "delete" as const), fc.nat(40)),
  { maxLength: 120 },
);

test("[R12] an order is that of a sorted array, whatever comes and goes", () => {
  const follows = fc.property(steps, fc.nat(41), (told, probe) => {
    const ordered = new Ordered<number>(
      (a, b) => a - b,
      (n) => n,
    );
    let array: number[] = [];
    for (const [verb, n] of told) {
      const isHeld = array.includes(n);
      if (verb === "add") {
        assert.equal(ordered.add(n), !isHeld);
        if (!isHeld) array = [...array, n].toSorted((a, b) => a - b);
      } else {
        assert.equal(ordered.delete(n), isHeld ? n : null);
        array = array.filter((each) => each !== n);
      }
    }
    assert.deepEqual([...ordered], array);
    const before = array.filter((n) => n < probe);
    assert.equal(ordered.indexOf(probe), before.length);
    assert.equal(ordered.weightBefore(probe), sum(before));
    assert.deepEqual([ordered.size, ordered.weight], [array.length, sum(array)]);
    assert.equal(ordered.at(before.length), array[before.length] ?? null);
    assert.equal(ordered.at(-1), null);
    assert.equal(ordered.get(probe), array.includes(probe) ? probe : null);
  });
  fc.assert(follows, { numRuns: 300, seed: 1 });
});

function sum(all: readonly number[]): number {
  return all.reduce((a, b) => a + b, 0);
}

/** How often two items are compared while 4,096 come, and while every other one goes. */
function comparisons(numbers: readonly number[]): number {
  let compared = 0;
  const ordered = new Ordered<number>((a, b) => {
    compared += 1;
    return a - b;
  });
  for (const n of numbers) ordered.add(n);
  for (const n of numbers) if (n % 2 === 0) ordered.delete(n);
  assert.equal(ordered.size, numbers.length / 2);
  return compared / (1.5 * numbers.length);
}

test("[R12] no order of arrival makes an order slow", () => {
  const up = Array.from({ length: 4096 }, (_, i) => i);
  const inwards = up.map((i) => (i % 2 === 0 ? i / 2 : 4095 - (i - 1) / 2));
  const scattered = up.map((i) => (i * 2731) % 4096);
  for (const numbers of [up, up.toReversed(), inwards, scattered]) {
    // Twice down a tree of 4,096: at most 2.4 times log2 of it deep, and 12 at best.
    assert.ok(comparisons(numbers) < 40, `${comparisons(numbers)} comparisons`);
  }
});
