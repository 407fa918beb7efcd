/**
 * Rules alone: seeds in which just those things happen that one rule is there for, so that a rule
 * that is broken is noticed within seconds.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { EVERYTHING, type Mix } from "../test/chaos.ts";
import { type Plan, planWith } from "../test/simulation.ts";
import { failures, simulateSeeds } from "../test/verdicts.ts";

/** Just below what the times of the protocol bear: see timing.ts. */
const DRIFT_MAX = 0.11;
const CHAOS_MS = 20_000;

function keeps(seeds: number, mix: Mix, changes: Partial<Plan> = {}): void {
  const plan = planWith(mix, { chaosMs: CHAOS_MS, ...changes });
  assert.equal(failures(simulateSeeds(1, seeds, plan)), "");
}

test("[P1] a member that was buried while it hung is nobody when it goes on", () => {
  keeps(20, { pause: 10, join: 5, kill: 3 });
});

test("[P5] nobody is buried who may still act, whatever heartbeats are lost or taken back", () => {
  keeps(60, { cut: 10, restart: 10, weather: 6, pause: 4, join: 4 }, { drift: DRIFT_MAX });
});

test("[P6] nobody acts past the deadline, also not on a machine that slept", () => {
  const mix = { cut: 8, pause: 8, suspend: 10, wallJump: 2, weather: 6, join: 4 };
  keeps(60, mix, { drift: DRIFT_MAX, members: 3 });
});

test("[P8] nothing is taken from the living, and everything gets an owner", () => {
  keeps(40, { join: 8, leave: 4, kill: 4, slow: 4, stuck: 2, weather: 6 });
});

test("[P9] writes under an older fence never follow those under a newer one", () => {
  keeps(30, EVERYTHING, { settings: { partitions: 32, fenced: true } });
});

test("[P12] members that choose by weight come to rest as well", () => {
  keeps(20, { join: 8, leave: 4, kill: 4, weather: 2 }, { isWeighing: true });
});

test("[P13] no two numberings are acted on at once, though applications are slow to stop", () => {
  const settings = { partitions: 0, fenced: false };
  keeps(40, { join: 8, leave: 5, kill: 4, slow: 6, stuck: 3, finish: 4, weather: 6 }, { settings });
});

test("[P15] nothing is acted on twice after a failover that lost commits", () => {
  keeps(60, { failover: 10, cut: 8, pause: 6, join: 4, weather: 2 }, { drift: DRIFT_MAX });
});

test("[P16] where every effect is fenced, members buried for a lost connection do no harm", () => {
  const settings = { partitions: 32, fenced: true };
  keeps(20, { cut: 10, kill: 5, join: 6, restart: 2, weather: 4 }, { settings });
});
