import assert from "node:assert/strict";
import test from "node:test";
import { NOTHING_ERASED } from "@muster/replica";
import { FakeTimers } from "../test/fake-timers.ts";
import { keptStep, LIFETIME_MS, unsigned } from "../test/walk.ts";
import { FLUSH_MS, FLUSH_MS_MAX } from "./limits.ts";
import { Telling } from "./telling.ts";

/** Of a room that holds so many records; hears of each flush, in milliseconds from now on. */
async function openTelling(records: number) {
  const timers = new FakeTimers();
  const telling = new Telling({
    fence: { counter: 1, nonce: 2 },
    space: { name: "walk/w1", lifetimeMs: LIFETIME_MS, watermark: NOTHING_ERASED },
    models: [],
    timers,
    identity: unsigned(1),
    gatherMs: () => FLUSH_MS,
    onError: (error) => assert.fail(String(error)),
  });
  for (let one = 1; one <= records; one += 1) telling.put(keptStep(`walker ${one}`, 1), ["a"]);
  await timers.pass(FLUSH_MS_MAX);
  const sinceMs = timers.now();
  const flushes: { readonly atMs: number; readonly records: number }[] = [];
  telling.listen(({ changes }) => {
    flushes.push({ atMs: timers.now() - sinceMs, records: changes.recordsFor(["a"]).length });
  });
  return { timers, telling, flushes };
}

/** How long a change waits in a room of so many records. */
async function gatheredMs(records: number): Promise<number> {
  const { timers, telling, flushes } = await openTelling(records);
  telling.put(keptStep("walker 1", 2), ["a"]);
  await timers.pass(2 * FLUSH_MS_MAX);
  assert.equal(flushes.length, 1);
  return flushes[0]!.atMs;
}

test("[M12] changes gather for longer where a room holds more, and never for long", async () => {
  assert.equal(await gatheredMs(1), FLUSH_MS);
  assert.equal(await gatheredMs(500), 50);
  assert.equal(await gatheredMs(1_000), 100);
  assert.equal(await gatheredMs(6_000), FLUSH_MS_MAX);
});

test("[M12] a note and an erase wait for 50 ms, and what has gathered goes with them", async () => {
  const says = [
    (telling: Telling) => telling.note({ name: "n", body: new Uint8Array(1) }, "a"),
    (telling: Telling) => telling.erase(NOTHING_ERASED),
  ];
  for (const say of says) {
    const { timers, telling, flushes } = await openTelling(6_000);
    telling.put(keptStep("walker 1", 2), ["a"]);
    await timers.pass(100);
    say(telling);
    await timers.pass(2 * FLUSH_MS_MAX);
    telling.put(keptStep("walker 1", 3), ["a"]);
    await timers.pass(FLUSH_MS_MAX - 20);
    say(telling);
    await timers.pass(2 * FLUSH_MS_MAX);
    assert.deepEqual(flushes, [
      { atMs: 100 + FLUSH_MS, records: 1 },
      { atMs: 100 + 3 * FLUSH_MS_MAX, records: 1 },
    ]);
  }
});
