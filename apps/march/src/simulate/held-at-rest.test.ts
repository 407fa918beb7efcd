import assert from "node:assert/strict";
import { test } from "node:test";
import { heldAtRest } from "./held-at-rest.ts";

test("[S15] what a node holds is the least of six looks, half a second apart", async () => {
  const held = [140, 139, 92, 88, 93, 90, 1].map((heapBytes) => ({ heapBytes, rssBytes: 200 }));
  const pauses: number[] = [];
  const least = await heldAtRest(
    async () => held.shift()!,
    async (ms) => void pauses.push(ms),
  );
  assert.deepEqual(least, { heapBytes: 88, rssBytes: 200 });
  assert.deepEqual(pauses, [500, 500, 500, 500, 500]);
  assert.equal(held.length, 1);
});
