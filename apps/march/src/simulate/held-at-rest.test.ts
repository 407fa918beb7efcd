import assert from "node:assert/strict";
import { test } from "node:test";
import { heldAtRest } from "./held-at-rest.ts";

const MB = 1_000_000;

/** Sees these, in megabytes, one after another. */
async function seeing(megabytes: readonly number[]) {
  const left = [...megabytes];
  const pauses: number[] = [];
  const look = async () => ({ heapBytes: left.shift()! * MB, rssBytes: 200 * MB });
  const { heapBytes } = await heldAtRest(look, async (ms) => void pauses.push(ms));
  return { megabytes: heapBytes / MB, looks: megabytes.length - left.length, pauses };
}

test("[S15] what a node holds is the least, once five looks half a second apart find no less", async () => {
  const falling = await seeing([140, 120, 92, 88, 93, 88.5, 90, 87.5, 89, 1]);
  assert.deepEqual(falling, { megabytes: 87.5, looks: 9, pauses: Array(8).fill(500) });
});

test("[S15] a node that holds less and less is looked at twenty times", async () => {
  const falling = Array.from({ length: 30 }, (_, i) => 100 - 2 * i);
  const { megabytes, looks } = await seeing(falling);
  assert.deepEqual([megabytes, looks], [62, 20]);
});
