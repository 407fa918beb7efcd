import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import type { MemberId, Reading, Server } from "./store.ts";
import { TIMING } from "./timing.ts";
import { cleared, NO_WATCH, suspectsOf, type Watch, watched, widthOf } from "./watch.ts";

const SERVER: Server = { timeline: 1, session: "s1" };
const id = (name: string) => name as MemberId;

function reading(counters: Readonly<Record<string, number>>, server = SERVER): Reading {
  return {
    index: 0,
    size: 9,
    epoch: 1,
    everyone: 1,
    steady: true,
    draining: false,
    server,
    watched: Object.entries(counters).map(([name, counter]) => ({
      id: id(name),
      counter,
      load: 0,
    })),
  };
}

/** A heartbeat is answered every 500 ms, and none of those watched moves. */
function stand(watch: Watch, [fromMs, toMs]: readonly [number, number], counter = 7): Watch {
  let next = watch;
  for (let nowMs = fromMs; nowMs <= toMs; nowMs += 500) {
    next = watched(next, reading({ a: counter }), { nowMs, timing: TIMING });
  }
  return next;
}

const ids = (watch: Watch) => suspectsOf(watch, TIMING).map((suspect) => suspect.id);

test("[P5] a counter that stood still for 3.3 s since it was received is suspected", () => {
  assert.deepEqual(ids(stand(NO_WATCH, [0, 3_000])), []);
  assert.deepEqual(suspectsOf(stand(NO_WATCH, [0, 3_500]), TIMING), [
    { id: "a", counter: 7, server: SERVER },
  ]);
});

test("[P5] a counter that moved is watched from then on", () => {
  const moved = watched(stand(NO_WATCH, [0, 3_000]), reading({ a: 8 }), {
    nowMs: 3_500,
    timing: TIMING,
  });
  assert.deepEqual(ids(moved), []);
  assert.deepEqual(ids(stand(moved, [4_000, 6_500], 8)), []);
  assert.deepEqual(ids(stand(moved, [4_000, 7_000], 8)), ["a"]);
});

test("[P5] a gap in one's own answers begins the watch anew", () => {
  const { gapMs: gap } = TIMING;
  assert.deepEqual(ids(stand(stand(NO_WATCH, [0, 3_000]), [3_000 + gap, 3_000 + gap])), ["a"]);
  assert.deepEqual(ids(stand(stand(NO_WATCH, [0, 3_000]), [3_001 + gap, 3_001 + gap])), []);
});

test("[P5] another session or timeline of the database begins the watch anew", () => {
  for (const server of [
    { timeline: 1, session: "s2" },
    { timeline: 2, session: "s1" },
  ]) {
    const now = { nowMs: 3_500, timing: TIMING };
    assert.deepEqual(ids(watched(stand(NO_WATCH, [0, 3_000]), reading({ a: 7 }, server), now)), []);
  }
});

test("[P5] whoever was judged is not suspected until seen again for as long", () => {
  const after = cleared(stand(NO_WATCH, [0, 3_500]), id("a"));
  assert.deepEqual(ids(after), []);
  assert.deepEqual(ids(stand(after, [4_000, 7_000])), []);
  assert.deepEqual(ids(stand(after, [4_000, 7_500])), ["a"]);
});

test("[P4] 3 neighbours are watched, and 4 more for each silent one, up to 64", () => {
  assert.equal(widthOf(NO_WATCH, TIMING), 3);
  assert.equal(widthOf(stand(NO_WATCH, [0, 1_000]), TIMING), 3);
  assert.equal(widthOf(stand(NO_WATCH, [0, 1_500]), TIMING), 7);
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`m${at}`, 1]));
  let watch = NO_WATCH;
  for (const nowMs of [0, 500, 1_000, 1_500]) {
    watch = watched(watch, reading(many), { nowMs, timing: TIMING });
  }
  assert.equal(widthOf(watch, TIMING), 64);
});

test("[P5] nobody whose counter was seen to move in the last 3.3 s is ever suspected", () => {
  const beat = fc.record({ afterMs: fc.integer({ min: 1, max: 1_500 }), moves: fc.boolean() });
  fc.assert(
    fc.property(fc.array(beat, { maxLength: 40 }), (beats) => {
      let [watch, nowMs, counter, movedAtMs] = [NO_WATCH, 0, 1, 0];
      for (const { afterMs, moves } of beats) {
        nowMs += afterMs;
        if (moves) counter += 1;
        if (moves || watch === NO_WATCH) movedAtMs = nowMs;
        watch = watched(watch, reading({ a: counter }), { nowMs, timing: TIMING });
        if (nowMs - movedAtMs < TIMING.watchMs) assert.deepEqual(ids(watch), []);
      }
    }),
  );
});
