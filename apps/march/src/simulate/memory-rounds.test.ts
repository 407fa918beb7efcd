import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryRounds } from "./memory-rounds.ts";

const MB = 1_000_000;
const held = (megabytes: number) => ({ heapBytes: megabytes * MB, rssBytes: 2 * megabytes * MB });

function rounds(left: readonly number[], erased: readonly number[]) {
  const [memory, counts] = [[10, ...left], [...erased]];
  return memoryRounds({
    rounds: left.length,
    people: 5,
    cold: held(5),
    memory: async () => held(memory.shift() ?? 0),
    post: async () => [],
    erase: async () => counts.shift() ?? 0,
  });
}

test("[S15] what is left after the last round is compared with the base", async () => {
  const { report, errors } = await rounds([14, 12.34], [5, 5]);
  assert.deepEqual(report, {
    coldMB: 5,
    baseMB: 10,
    roundsMB: [14, 12.3],
    growthMB: 2.3,
    rssMB: [10, 20, 28, 24.7],
  });
  assert.deepEqual(errors, []);
});

test("[S15] what was still under way after the run is no base", async () => {
  assert.equal((await rounds([4, 7], [5, 5])).report.baseMB, 4);
});

test("[S15] a round that erases another number than there were people is an error", async () => {
  const { errors } = await rounds([10, 10], [5, 4]);
  assert.deepEqual(errors, ["round 2: 4 erased, not 5"]);
});
