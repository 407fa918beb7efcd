/**
 * The short form of `npm run torture -- replica`: every kind of message of a live session is
 * changed, in every way that there is. Nothing may come of it but what was truly written.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CHANGES } from "../../test/corruption/changes.ts";
import { corrupt, isHeldEnough, isWithinGrowth } from "../../test/corruption/corruption.ts";

const TRIES = 2_000;
const SEED = 4;

test(`[R2] [R4] [R5] [R41] [R42] [R43] of ${TRIES} changed messages none is accepted, and all controls are`, async (t) => {
  const verdict = await corrupt({ tries: TRIES, seed: SEED });
  t.diagnostic(JSON.stringify(verdict));
  assert.deepEqual(verdict.complaints, []);
  assert.deepEqual([verdict.accepted, verdict.sameMeaning], [0, 0]);
  assert.deepEqual([verdict.controls, verdict.controlsAccepted], [TRIES, TRIES]);
  assert.ok(isHeldEnough(verdict), `${verdict.controlHeld} held`);
  // What happens hardly ever proves nothing.
  for (const [is, tried] of Object.entries(verdict.byType))
    assert.ok(tried >= 20, `${is} ${tried}`);
  for (const name of Object.keys(CHANGES)) assert.ok((verdict.byChange[name] ?? 0) >= 20, name);
  assert.ok(isWithinGrowth(verdict), `the heap grew by ${verdict.heapGrowthMb} MB`);
});
