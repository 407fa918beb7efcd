import assert from "node:assert/strict";
import test from "node:test";
import * as fc from "fast-check";
import { keptStep } from "../test/walk.ts";
import { Hearing } from "./hearing.ts";

test("[M19] who joins is given the newest record of each key of their audiences, once", () => {
  const hearing = new Hearing();
  hearing.put(keptStep("ann", 1), ["a", "display"]);
  const ann = keptStep("ann", 2);
  const bob = keptStep("bob", 1);
  hearing.put(ann, ["a", "display"]);
  hearing.put(bob, ["b", "display"]);
  assert.deepEqual(hearing.recordsFor(["a"]), [ann]);
  assert.deepEqual(hearing.recordsFor(["a", "display"]), [ann, bob]);
  assert.deepEqual(hearing.recordsFor(["nobody"]), []);
});

test("[M19] a key that moves is told once more to the audiences that it leaves", () => {
  const hearing = new Hearing();
  hearing.put(keptStep("ann", 1), ["a"]);
  const moved = keptStep("ann", 2);
  assert.deepEqual(hearing.put(moved, ["b"]), ["a", "b"]);
  assert.deepEqual(hearing.recordsFor(["a"]), []);
  assert.deepEqual(hearing.recordsFor(["b"]), [moved]);
  assert.deepEqual(hearing.put(keptStep("ann", 3), ["b"]), ["b"]);
});

test("[M19] records without a key stand beside each other", () => {
  const hearing = new Hearing();
  const shouts = [keptStep("ann", 1), keptStep("ann", 2)].map(({ record, entry }) => ({
    record: { ...record, key: "" },
    entry,
  }));
  for (const kept of shouts) hearing.put(kept, ["a"]);
  assert.deepEqual(hearing.recordsFor(["a"]), shouts);
});

test("[M19] what is dropped late does not take the newer one with it", () => {
  const hearing = new Hearing();
  const [old, now] = [keptStep("ann", 1), keptStep("ann", 2)];
  hearing.put(old, ["a"]);
  hearing.put(now, ["a"]);
  hearing.drop(old);
  assert.deepEqual(hearing.recordsFor(["a"]), [now]);
  hearing.drop(now);
  assert.equal(hearing.size, 0);
  assert.deepEqual(hearing.recordsFor(["a"]), []);
});

test("[M19] whatever comes and goes, each audience holds the newest of what was routed to it", () => {
  const audiences = fc.uniqueArray(fc.constantFrom("a", "b", "c"), { maxLength: 3 });
  const move = fc.record({ who: fc.constantFrom("ann", "bob"), audiences, drop: fc.boolean() });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
      const hearing = new Hearing();
      const newest = new Map<string, { x: number; audiences: readonly string[] }>();
      for (const [x, { who, audiences, drop }] of moves.entries()) {
        const kept = keptStep(who, x);
        hearing.put(kept, audiences);
        newest.set(who, { x, audiences });
        if (!drop) continue;
        hearing.drop(kept);
        newest.delete(who);
      }
      for (const audience of ["a", "b", "c"]) {
        const wanted = [...newest.values()].filter((each) => each.audiences.includes(audience));
        const held = hearing
          .recordsFor([audience])
          .map(({ entry }) => entry.value as { x: number });
        assert.deepEqual(new Set(held.map(({ x }) => x)), new Set(wanted.map(({ x }) => x)));
        assert.equal(held.length, wanted.length);
      }
    }),
    { seed: 19, numRuns: 200 },
  );
});
