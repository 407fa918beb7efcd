/**
 * How soon everything is owned again, and by whom, when one thing happens to a group at rest: the
 * bounds of `docs/spec/partition.md`, on seeds that differ in clocks and moments.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { SimulatedGroup } from "../test/simulated-group.ts";
import { awaitRest } from "../test/simulation.ts";
import { TIMING } from "./timing.ts";

const SEEDS = 50;
const KILLED_MS_MAX = 4_500;
const DROPPED_MS_MAX = 1_000;

/** What happens to a group at rest, and how long it then takes, at most, to come to rest. */
function longest(happens: (group: SimulatedGroup) => void, fenced = false): number {
  const took = Array.from({ length: SEEDS }, (_, seed) => {
    const settings = { partitions: 32, fenced };
    const options = { seed, settings, drift: 0.01, isWeighing: false, traceLinesMax: 200 };
    const group = new SimulatedGroup(options);
    for (let member = 0; member < 6; member += 1) group.add();
    // Not at the same moment of every member's heartbeat.
    group.world.runUntil(10_000 + group.world.random.between(0, TIMING.beatMs));
    happens(group);
    const { restMs, missing } = awaitRest(group);
    assert.deepEqual(missing, [], `seed ${seed}`);
    return restMs;
  });
  return Math.max(...took);
}

/** Those of so many indices in a row. */
function neighbours(group: SimulatedGroup, count: number) {
  const first = group.world.random.below(group.members.length);
  const byIndex = group.members.toSorted(
    (a, b) => (a.state.seat?.index ?? 0) - (b.state.seat?.index ?? 0),
  );
  return [...byIndex, ...byIndex].slice(first, first + count);
}

test("[P4] [P5] one that is killed is replaced within 4.5 s, up to 3 neighbours at once too", (t) => {
  for (const count of [1, 2, 3]) {
    const ms = longest((group) => {
      for (const member of neighbours(group, count)) group.kill(member);
    });
    t.diagnostic(`${count} killed: at rest after at most ${ms} ms`);
    assert.ok(ms <= KILLED_MS_MAX, `${count} killed: ${ms} ms`);
  }
});

test("[P4] when all but one are killed the last finds every one of them", (t) => {
  const ms = longest((group) => {
    for (const member of neighbours(group, 5)) group.kill(member);
  });
  t.diagnostic(`5 of 6 killed: at rest after at most ${ms} ms`);
  assert.ok(ms <= 2 * KILLED_MS_MAX, `${ms} ms`);
});

test("[P15] after a failover it takes the quiet time more, also with one killed", (t) => {
  const ms = longest((group) => {
    const [victim] = group.members;
    if (victim !== undefined) group.kill(victim);
    group.database.failOver();
  });
  t.diagnostic(`failed over: at rest after at most ${ms} ms`);
  assert.ok(ms <= KILLED_MS_MAX + TIMING.watchMs, `${ms} ms`);
});

test("[P16] where every effect is fenced a dropped connection is enough: within 1 s", (t) => {
  const ms = longest((group) => {
    for (const member of neighbours(group, 1)) group.kill(member);
  }, true);
  t.diagnostic(`fenced, one killed: at rest after at most ${ms} ms`);
  assert.ok(ms <= DROPPED_MS_MAX, `${ms} ms`);
});

test("[P2] [P11] one that leaves is replaced at once, and one that joins has its share", (t) => {
  const left = longest((group) => group.members[2]?.leave());
  const joined = longest((group) => void group.add());
  t.diagnostic(`left: ${left} ms, joined: ${joined} ms`);
  assert.ok(Math.max(left, joined) <= 1_000, `left: ${left} ms, joined: ${joined} ms`);
});

test("[P5] an outage of the database that nobody can renew in costs nobody its life", () => {
  longest((group) => {
    group.network.cut("database");
    group.world.runUntil(group.world.nowMs + 6_000);
    group.network.mend("database");
    assert.deepEqual(group.counts.buried, 0);
    group.world.runUntil(group.world.nowMs + 5_000);
    assert.deepEqual(group.counts.buried, 0);
  });
});
