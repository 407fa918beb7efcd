import assert from "node:assert/strict";
import { test } from "node:test";
import type { Update } from "../simulate/api.ts";
import { postAll } from "./posting.ts";
import { dueOf, ORIGINAL, QUICK } from "./schedule.ts";

const load = { url: "", march: "m", invite: "", people: 4, posts: 3, everyMs: 1_000 };
const posters = ["a", "b", "c", "d"].map((person) => ({ person, token: `token of ${person}` }));

test("[S11] ten posts each, five seconds apart, for 250, 500 and 1,000 people", () => {
  assert.deepEqual(ORIGINAL, { sizes: [250, 500, 1_000], posts: 10, everyMs: 5_000 });
  assert.deepEqual(QUICK, { sizes: [50], posts: 3, everyMs: 1_000 });
});

test("[S11] people are spread evenly over the interval", () => {
  const due = dueOf(load);
  assert.deepEqual(
    due.map(({ atMs }) => atMs),
    [0, 250, 500, 750, 1_000, 1_250, 1_500, 1_750, 2_000, 2_250, 2_500, 2_750],
  );
  assert.deepEqual(due[5], { person: 1, post: 1, atMs: 1_250 });
});

/** A node on a clock that jumps to each moment that is waited for. */
function slowNode(answersAfterMs: number) {
  const clock = { nowMs: 0 };
  const asked: { readonly atMs: number; readonly update: Update }[] = [];
  const timers = {
    now: () => clock.nowMs,
    monotonic: () => clock.nowMs,
    after: (ms: number, run: () => void) => {
      clock.nowMs += ms;
      queueMicrotask(run);
      return () => undefined;
    },
  };
  const waiting: (() => void)[] = [];
  const update = async (_march: string, _token: string, update: Update) => {
    const atMs = clock.nowMs;
    asked.push({ atMs, update });
    if (asked.length < 12) await new Promise<void>((resolve) => waiting.push(resolve));
    // The last request frees all the others: until then the node answers nobody.
    clock.nowMs += asked.length === 12 && waiting.length > 0 ? answersAfterMs : 0;
    for (const resolve of waiting.splice(0)) resolve();
    if (update.person === "d") throw new Error("refused");
    return [{ id: "a", lat: 0, lon: 0, time: atMs }];
  };
  const life = { timers, signal: new AbortController().signal };
  return { api: { update }, asked, life };
}

test("[S11] a node that does not answer is posted to on schedule, and its latency counts from there", async () => {
  const { api, asked, life } = slowNode(250);
  const loaded = await postAll({ api, load, posters, startAt: 0, life });
  assert.deepEqual(
    asked.map(({ atMs }) => atMs),
    dueOf(load).map(({ atMs }) => atMs),
  );
  assert.deepEqual(
    loaded.latenciesMs.toSorted((a, b) => a - b),
    [500, 750, 1_000, 1_500, 1_750, 2_000, 2_500, 2_750, 3_000],
  );
  assert.equal(loaded.failed, 3);
  assert.deepEqual(loaded.failures, ["Error: refused", "Error: refused", "Error: refused"]);
  assert.equal(loaded.locations, 9);
});
