/**
 * The rules on 200 seeds: members that hang and die, machines that sleep, clocks that drift and
 * jump, a network that loses, delays and doubles, a database that restarts and fails over, and
 * applications that are slow, stuck, and after each other's names. `npm run sim -- partition` runs
 * more seeds.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { REST_MS_MAX, simulate } from "../test/simulation.ts";
import { describeCounts, failures, simulateSeeds } from "../test/verdicts.ts";

const SEEDS = 200;
/** A simulation in which hardly anything happens proves nothing. */
const FLOORS: Readonly<Record<string, number>> = {
  join: 500,
  kill: 250,
  leave: 150,
  drain: 50,
  pause: 400,
  suspend: 200,
  wallJump: 100,
  cut: 350,
  outage: 120,
  restart: 200,
  failover: 120,
  weather: 350,
  slow: 80,
  stuck: 80,
  finish: 20,
  joined: 1_500,
  buried: 350,
  diedBuried: 70,
  diedFailover: 400,
  diedStuck: 10,
  writes: 40_000,
  fenced: 200,
  lost: 12_000,
  duplicated: 4_000,
  late: 4_000,
};
const OWNED_MIN = 0.8;

test(`[P8] [P13] [P15] ${SEEDS} seeds keep every promise while all that can fails`, (t) => {
  const started = performance.now();
  const verdicts = simulateSeeds(1, SEEDS);
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  t.diagnostic(`${verdicts.seeds} seeds in ${seconds} s: ${describeCounts(verdicts.counts)}`);
  t.diagnostic(
    `at rest after at most ${verdicts.restMs} ms; without outages owned ` +
      `${(100 * verdicts.owned).toFixed(1)} % of the time`,
  );
  assert.equal(failures(verdicts), "");
  assert.ok(verdicts.restMs < REST_MS_MAX);
  assert.ok(verdicts.owned >= OWNED_MIN, `keys were owned ${verdicts.owned} of the time`);
  for (const [what, floor] of Object.entries(FLOORS)) {
    assert.ok(
      (verdicts.counts[what] ?? 0) >= floor,
      `${what}: ${verdicts.counts[what]} < ${floor}`,
    );
  }
});

test("one seed gives one history", () => {
  const [first, again, other] = [simulate(6), simulate(6), simulate(7)];
  assert.deepEqual(first, again);
  assert.notDeepEqual(first.trace, other.trace);
});

test("[P5] no clock of the database or of this machine decides anything", (t) => {
  const before = simulate(6);
  t.mock.method(Date, "now", () => assert.fail("the wall clock was asked"));
  t.mock.method(performance, "now", () => assert.fail("the machine's clock was asked"));
  assert.deepEqual(simulate(6), before);
});
