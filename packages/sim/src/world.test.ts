import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { CALM, Network } from "./network.ts";
import { Random } from "./random.ts";
import { World } from "./world.ts";

test("what is planned happens in the order of its time, then of its planning", () => {
  const delays = fc.array(fc.nat({ max: 20 }), { maxLength: 60 });
  fc.assert(
    fc.property(delays, (each) => {
      const world = new World(1);
      const happened: { atMs: number; order: number }[] = [];
      for (const [order, delayMs] of each.entries()) {
        world.after(delayMs, () => happened.push({ atMs: world.nowMs, order }));
      }
      world.runUntil(20);
      const planned = each.map((atMs, order) => ({ atMs, order }));
      const expected = planned.toSorted((a, b) => a.atMs - b.atMs || a.order - b.order);
      assert.deepEqual(happened, expected);
    }),
  );
});

test("time stands between what happens, and what is cancelled does not happen", () => {
  const world = new World(1);
  const cancel = world.after(5, () => assert.fail("it happened"));
  world.after(1, cancel);
  world.after(30, () => assert.fail("it is not yet due"));
  world.runUntil(20);
  assert.equal(world.nowMs, 20);
});

test("a trace has the last lines, and a line nobody reads is never made", () => {
  const world = new World(1, 2);
  for (const name of ["a", "b", "c", "d", "e"]) {
    world.note(() => (name === "a" ? assert.fail("it was read") : name));
  }
  assert.deepEqual(
    world.trace.map((line) => line.trim()),
    ["0.0  d", "0.0  e"],
  );
});

test("a seed gives the same numbers again, and another seed gives others", () => {
  assert.deepEqual(numbers(7), numbers(7));
  assert.notDeepEqual(numbers(7), numbers(8));
  assert.ok(numbers(7).every((each) => each >= 0 && each < 1));
});

test("the network loses, doubles and delays as often as its weather says", () => {
  const world = new World(3);
  const network = new Network(world);
  let arrived = 0;
  const send = () => network.send("a", "b", () => (arrived += 1));
  send();
  world.runUntil(100);
  assert.equal(arrived, 1);
  network.weather = { ...CALM, lossRate: 0.5, duplicateRate: 0.5, lateRate: 0.5, lateMs: 1_000 };
  for (let sent = 0; sent < 1_000; sent += 1) send();
  world.runUntil(5_000);
  const { lost, duplicated, late } = network.counts;
  assert.equal(arrived, 1 + 1_000 - lost + duplicated);
  for (const count of [lost / 1_000, duplicated / 500, late / 750]) {
    assert.ok(count > 0.4 && count < 0.6, `${count}`);
  }
});

test("nothing passes a cut, either way, until it is mended", () => {
  const world = new World(1);
  const network = new Network(world);
  network.cut("a");
  network.send("a", "b", () => assert.fail("it left"));
  network.send("b", "a", () => assert.fail("it came"));
  network.mend("a");
  let arrived = 0;
  network.send("a", "b", () => (arrived += 1));
  world.runUntil(100);
  assert.deepEqual([arrived, network.counts.lost], [1, 2]);
});

function numbers(seed: number): number[] {
  const random = new Random(seed);
  return Array.from({ length: 20 }, () => random.next());
}
