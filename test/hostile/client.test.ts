import assert from "node:assert/strict";
import { test } from "node:test";
import { fuzzClient } from "./client-fuzz.ts";

const SEED = 15;
const EACH = 1_000;

test("[S16] damaged messages of every kind that a node sends: no batch shows anything, none is a bug", async (t) => {
  const { found, bugs, controls, controlsFollowed } = await fuzzClient(EACH, SEED);
  t.diagnostic(`seed ${SEED}: ${JSON.stringify(found)}`);
  assert.deepEqual(bugs.slice(0, 5), []);
  assert.deepEqual([controlsFollowed, controls], [EACH, EACH]);
  for (const [crime, verdicts] of Object.entries(found)) {
    const tried = Object.values(verdicts).reduce((sum, count) => sum + count, 0);
    assert.equal(tried, EACH, crime);
  }
  const { batch, body, "signed nonsense": nonsense } = found;
  assert.equal(batch.shown, 0);
  assert.ok(batch.unreadable > 500 && batch.anew > 100 && batch.nothing > 0);
  assert.deepEqual(body, { unreadable: 0, anew: EACH, nothing: 0, shown: 0 });
  assert.ok(nonsense.anew > 500, "most is nonsense, and a little says something else");
});
