/**
 * The rules of synchronisation on 200 seeds: 3 to 30 replicas in random topologies that write,
 * erase, hang, die and come back with their store or without, over streams that are late, held and
 * broken, through partitions, with clocks that are wrong and are set; in every other seed among
 * them a peer that lies, which nobody may suffer from. `npm run sim -- replica` runs more seeds.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { IDLE_BYTES_MAX, simulate } from "../test/simulation.ts";
import { simulateSeeds } from "../test/simulation-threads.ts";

const SEEDS = 200;
/** A simulation in which hardly anything happens proves nothing. */
const FLOORS: Readonly<Record<string, number>> = {
  write: 15_000,
  break: 3_000,
  hold: 1_000,
  part: 400,
  kill: 1_800,
  kept: 800,
  forgot: 800,
  hang: 1_000,
  clock: 1_000,
  erase: 200,
  lines: 5_000,
  records: 80_000,
  synced: 10_000,
  ahead: 400,
  corrected: 2_000,
  held: 1_500,
  idle: 400,
  "lie digests": 1_000,
  "lie claims": 1_000,
  "lie begs": 1_000,
  "lie withholds": 1_000,
  "lie overlaps": 500,
  "lie replays": 500,
  "lie floods": 500,
  "lie chatters": 200,
  "lie mute": 400,
  "lie forges": 500,
  "lie garbage": 500,
  "drop bad_frame": 100,
  "drop bad_record": 60,
  "drop over_credit": 40,
  "drop too_much": 120,
  "drop silent": 3,
};

/** 20 s of processor time, of which a busy machine gives little. */
const timeout = 180_000;

test(`[R5] [R7] [R9] [R11] ${SEEDS} seeds end the same everywhere, with nothing that had gone`, {
  timeout,
}, async (t) => {
  const started = performance.now();
  const { counts, complaints } = await simulateSeeds(SEEDS);
  assert.equal(complaints.join("\n"), "");
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  t.diagnostic(`${SEEDS} seeds in ${seconds} s: ${JSON.stringify(counts)}`);
  assert.ok((counts["idleMax"] ?? 0) <= IDLE_BYTES_MAX);
  for (const [what, floor] of Object.entries(FLOORS)) {
    assert.ok((counts[what] ?? 0) >= floor, `${what}: ${counts[what]} < ${floor}`);
  }
});

test("one seed gives one history", async () => {
  const [first, again, other] = [await simulate(6), await simulate(6), await simulate(7)];
  assert.deepEqual(first, again);
  assert.notDeepEqual(first.trace, other.trace);
});
