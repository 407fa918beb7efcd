/** The flags of `muster work`: members that are slow, that hang and that crash. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ended, joined, settled, work } from "../e2e/group-workers.ts";
import type { Started } from "../e2e/muster-process.ts";

const REOWNED_MS_MAX = 4_500;

test("[N32] [P13] with --slow the others wait for it", async () => {
  const slow = work("slow", "--slow", "2");
  await slow.saw(/\[0\/1\]/);
  const other = work("slow");
  await joined(other);
  const waitedMs = await settled([slow, other]);
  // This test looks late on a busy machine, at the start as at the end.
  assert.ok(waitedMs > 1_000 && waitedMs < 10_000, `${waitedMs} ms`);
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

/** The partitions that a worker said last that it owns: "0-3". */
function keysOf(worker: Started): string {
  return [...worker.output().matchAll(/^keys:\[([\d, -]+); \d+ of 8\]/gm)].at(-1)?.[1] ?? "";
}

test("[N32] [P8] with --partitions each says which it owns, and what it gained and lost", async () => {
  const first = work("keys", "--partitions", "8");
  // What comes at once is in one line; it may be several times.
  await first.saw(/^muster: \d\d:\d\d:\d\d\.\d gained [\d, -]+, owns 8 of 8$/m);
  await first.saw(/^keys:\[0-7; 8 of 8\] working away as usual\.\.\.$/m);
  const second = work("keys", "--partitions", "8");
  await second.saw(/owns 4 of 8$/m);
  await first.saw(/ lost [\d, -]+, owns 4 of 8$/m);
  await first.saw(/\[[\d, -]+; 4 of 8\]/);
  await second.saw(/\[[\d, -]+; 4 of 8\]/);
  assert.notEqual(keysOf(first), keysOf(second));
  const other = await work("keys", "--partitions", "4").ended;
  assert.equal(other.code, 1);
  assert.match(other.output, /^muster: group keys of size 2 has 8 partitions/m);
  await ended(first);
  assert.match(first.output(), / lost [\d, -]+, owns 0 of 8\n[^]*left the group\n$/);
  await second.saw(/owns 8 of 8$/m);
  await ended(second);
});

test("[N32] with --crash-after it dies, and is out in time", async () => {
  const calm = work("crash");
  await joined(calm);
  const outMs: number[] = [];
  // The quickest of some: a busy machine is not what is asked about.
  while (outMs.length < 3 && !outMs.some((ms) => ms < REOWNED_MS_MAX)) {
    const crashing = work("crash", "--crash-after", "4");
    await settled([calm, crashing]);
    assert.equal((await crashing.ended).code, null);
    outMs.push(await settled([calm]));
  }
  assert.ok(Math.min(...outMs) < REOWNED_MS_MAX, `${outMs.join(" ")} ms`);
  await ended(calm);
});
