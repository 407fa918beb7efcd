import assert from "node:assert/strict";
import { test } from "node:test";
import { START_MS } from "../test/fake-march.ts";
import { FakeTimers } from "../test/fake-timers.ts";
import { GRACE_MS, SWEEP_MS, sweep } from "./sweep.ts";

function setUp(endsAt: number) {
  const marches = new Map([["a-march-of-tests", endsAt]]);
  const rooms = new Set(marches.keys());
  const journal = { isDown: false };
  const clock = new FakeTimers(START_MS);
  const swept = {
    clock,
    registry: {
      findEnded: async (byMs: number) =>
        [...marches].filter(([, at]) => at <= byMs).map(([id]) => id),
      delete: async (ids: readonly string[]) => {
        for (const id of ids) marches.delete(id);
      },
    },
    journal: {
      forget: async (_kind: string, ids: readonly string[]) => {
        if (journal.isDown) throw new Error("the database is down");
        for (const id of ids) rooms.delete(id);
      },
    },
  };
  return { marches, rooms, journal, clock, swept };
}

test("[A4] a march that has ended is deleted, its room's row with it, within a minute", async () => {
  const { marches, rooms, clock, swept } = setUp(START_MS + 1_000);
  clock.advance(1_000);
  assert.equal(await sweep(swept), 0);
  clock.advance(GRACE_MS);
  assert.equal(await sweep(swept), 1);
  assert.deepEqual([marches.size, rooms.size], [0, 0]);
  assert.ok(GRACE_MS + SWEEP_MS < 60_000);
});

test("[A4] a march goes on until its end", async () => {
  const { marches, clock, swept } = setUp(START_MS + 100_000);
  clock.advance(99_999);
  assert.equal(await sweep(swept), 0);
  assert.equal(marches.size, 1);
});

test("[A4] a sweep that is cut short finds the march again", async () => {
  const { marches, rooms, journal, clock, swept } = setUp(START_MS);
  clock.advance(GRACE_MS);
  journal.isDown = true;
  await assert.rejects(sweep(swept), /down/);
  assert.equal(marches.size, 1);
  journal.isDown = false;
  assert.equal(await sweep(swept), 1);
  assert.equal(rooms.size, 0);
});
