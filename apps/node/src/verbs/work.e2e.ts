/** The flags of `muster work`: members that are slow, that hang and that crash. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ended, joined, settled, work } from "../e2e/group-workers.ts";

const REOWNED_MS_MAX = 4_500;

test("[N32] [P13] with --slow the others wait for it", async () => {
  const slow = work("slow", "--slow", "2");
  await slow.saw(/\[0\/1\]/);
  const other = work("slow");
  await joined(other);
  const waitedMs = await settled([slow, other]);
  assert.ok(waitedMs > 1_800 && waitedMs < 4_000, `${waitedMs} ms`);
  await ended(slow, other);
});

test("[N32] [P7] [P13] with --hang it is fenced and comes back; too slow, it gives up its place", async () => {
  const calm = work("hang");
  await joined(calm);
  const hanging = work("hang", "--hang", "6");
  const stuck = work("stuck", "--slow", "7");
  await stuck.saw(/\[0\/1\]/);
  const newcomer = work("stuck");
  await settled([calm, hanging]);
  await calm.saw(/was silent, and is out/);
  await hanging.saw(/fenced: the others heard nothing/);
  await settled([calm, hanging]);
  await stuck.saw(/fenced: this member did not stop when the group changed/);
  await settled([newcomer, stuck]);
  await ended(calm, hanging, newcomer, stuck);
});

test("[N32] with --crash-after it dies, and is out in time", async () => {
  const calm = work("crash");
  await joined(calm);
  const crashing = work("crash", "--crash-after", "4");
  await settled([calm, crashing]);
  assert.equal((await crashing.ended).code, null);
  assert.ok((await settled([calm])) < REOWNED_MS_MAX);
  await ended(calm);
});
