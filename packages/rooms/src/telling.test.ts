import assert from "node:assert/strict";
import test from "node:test";
import { NOTHING_ERASED } from "@muster/replica";
import { FakeTimers } from "../test/fake-timers.ts";
import { keptStep, LIFETIME_MS, unsigned } from "../test/walk.ts";
import { FLUSH_MS, FLUSH_MS_MAX } from "./limits.ts";
import { Telling } from "./telling.ts";

/** How long a change waits in a room of so many records. */
async function gatheredMs(records: number): Promise<number> {
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
  let atMs: number | null = null;
  telling.listen(() => {
    atMs = timers.now();
  });
  const sinceMs = timers.now();
  telling.put(keptStep("walker 1", 2), ["a"]);
  await timers.pass(2 * FLUSH_MS_MAX);
  return (atMs ?? Number.NaN) - sinceMs;
}

test("[M12] changes gather for longer where a room holds more, and never for long", async () => {
  assert.equal(await gatheredMs(1), FLUSH_MS);
  assert.equal(await gatheredMs(500), 50);
  assert.equal(await gatheredMs(1_000), 100);
  assert.equal(await gatheredMs(6_000), FLUSH_MS_MAX);
});
