/**
 * Histories that chance finds too seldom, written out: a member whose clock is slow, and one whose
 * clock is fast that watches it, as far as the times of the protocol bear. On each seed the same
 * happens at another moment.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CALM } from "../../sim/src/index.ts";
import { judgeKeys, judgeViews } from "../test/intervals.ts";
import { SimulatedGroup } from "../test/simulated-group.ts";
import type { SimulatedMember } from "../test/simulated-member.ts";
import { TIMING } from "./timing.ts";

const SEEDS = 100;
const DRIFT_MAX = 0.11;

type Happens = (group: SimulatedGroup, victim: SimulatedMember, watcher: SimulatedMember) => void;

/** What happens to `victim`, watched by another; nobody may act beside it. */
function watchedOver(happens: Happens): void {
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const settings = { partitions: 4, fenced: false };
    const options = { seed, settings, drift: DRIFT_MAX, isWeighing: false, traceLinesMax: 200 };
    const group = new SimulatedGroup(options);
    const [victim, watcher] = [group.add(-DRIFT_MAX), group.add(DRIFT_MAX)];
    group.world.runUntil(5_000 + group.world.random.between(0, TIMING.beatMs));
    happens(group, victim, watcher);
    group.world.runUntil(group.world.nowMs + 8_000);
    group.close();
    assert.deepEqual([...judgeKeys(group.keys), ...judgeViews(group.views)], [], `seed ${seed}`);
  }
}

test("[P5] a restart that takes a renewal back buries nobody who counts on it", () => {
  watchedOver((group, victim) => {
    group.cut(victim, 10_000);
    group.database.restart();
  });
});

/** The suspect was silent for long enough, a burial is on its way, and the suspect goes on. */
function resumesWhileBeingBuried(
  { world, network }: SimulatedGroup,
  victim: SimulatedMember,
  watcher: SimulatedMember,
): void {
  const untilMs = world.nowMs + 10_000;
  victim.process.pause();
  network.weather = { ...CALM, lateRate: 1, lateMs: 900 };
  while (!watcher.state.calls.has("bury") && world.nowMs < untilMs) {
    world.runUntil(world.nowMs + 5);
  }
  network.weather = CALM;
  victim.process.resume();
}

test("[P5] a burial that arrives after the suspect has renewed does nothing", () => {
  watchedOver(resumesWhileBeingBuried);
});

test("[P5] a burial that was decided before a restart is not carried out after it", () => {
  watchedOver((group, victim, watcher) => {
    resumesWhileBeingBuried(group, victim, watcher);
    group.world.runUntil(group.world.nowMs + 100);
    // The renewal is taken back, and the suspect counts on it.
    group.cut(victim, 10_000);
    group.database.restart();
  });
});

test("[P6] a machine that sleeps while its member acts does not act beside its successor", () => {
  watchedOver(({ world }, victim) => {
    victim.sleep();
    world.after(world.random.between(1_000, 7_000), () => victim.process.wake());
  });
});

test("[P6] sleeps too short to be noticed one by one are noticed together", () => {
  watchedOver((group, victim) => {
    const { world } = group;
    const doze = () => {
      // Its application keeps it busy: there is a look at the clocks after each sleep.
      victim.process.happens(() => victim.handle({ kind: "tick" }));
      victim.sleep();
      world.after(150, () => victim.process.wake());
      world.after(200, doze);
    };
    group.cut(victim, 10_000);
    doze();
  });
});

test("[P15] a member that cannot hear of a failover stops before anybody acts there", () => {
  watchedOver((group, victim) => {
    group.cut(victim, 10_000);
    group.database.failOver();
  });
});
