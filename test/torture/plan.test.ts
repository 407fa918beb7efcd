import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "../../packages/sim/src/index.ts";
import { DECK, type FaultKind, floorsFor, planFor, SLOTS } from "./plan.ts";

const KINDS = Object.keys(DECK) as FaultKind[];
const LEASE_MS = 3_300;

test("one seed plans the same faults, another seed others", () => {
  assert.deepEqual(planFor(new Random(1), 60), planFor(new Random(1), 60));
  assert.notDeepEqual(planFor(new Random(1), 60), planFor(new Random(2), 60));
});

test("however short, a plan holds every kind more often than its floor asks", () => {
  for (let seed = 0; seed < 100; seed += 1) {
    const seconds = 20 + seed;
    const plan = planFor(new Random(seed), seconds);
    const floors = floorsFor(seconds);
    for (const kind of KINDS) {
      const planned = plan.filter((fault) => fault.kind === kind);
      assert.ok(floors[kind] >= 1);
      assert.ok(planned.length >= floors[kind], `${kind}, seed ${seed}`);
    }
    const isLong = plan.some(({ kind, forMs }) => kind === "stop" && forMs > LEASE_MS);
    assert.ok(isLong, `no stop past the lease, seed ${seed}`);
  }
});

test("faults come in order, within the time, each to one of the slots", () => {
  const plan = planFor(new Random(3), 100);
  const times = plan.map(({ atMs }) => atMs);
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
  assert.ok(times.every((atMs) => atMs >= 0 && atMs < 100_000));
  assert.ok(plan.every(({ slot }) => slot >= 0 && slot < SLOTS));
});
