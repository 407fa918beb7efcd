import assert from "node:assert/strict";
import { test } from "node:test";
import { replay } from "./replay.ts";
import type { Line, Note } from "./worker-log.ts";

const FENCE = { timeline: 1, counter: 1, nonce: 7 };
const BEGIN: Note = { kind: "begin", turn: 1, right: { key: "k", fence: FENCE } };
const ASK: Note = { kind: "ask", turn: 1 };
const END: Note = { kind: "end", turn: 1 };
const lease = (untilMs: number | null): Note => ({ kind: "lease", untilMs });

function acted(diedMs: number, ...notes: readonly (readonly [number, Note])[]) {
  const lines = notes.map(([atMs, note]): Line => Object.assign({ atMs, group: "g" }, note));
  const keys = replay("w", lines, diedMs).get("g")?.keys ?? [];
  return keys.map(({ fromMs, toMs }) => [fromMs, toMs]);
}

test("[P6] acting ends at its stop or at its deadline, whichever is first", () => {
  assert.deepEqual(acted(99, [0, lease(10)], [1, BEGIN], [5, END]), [[1, 5]]);
  assert.deepEqual(acted(99, [0, lease(10)], [1, BEGIN], [50, ASK], [51, END]), [[1, 10]]);
  assert.deepEqual(acted(99, [0, lease(10)], [1, BEGIN], [5, lease(null)], [6, END]), [[1, 5]]);
});

test("[P6] who is killed acted until then, or until its deadline", () => {
  assert.deepEqual(acted(5, [0, lease(10)], [1, BEGIN]), [[1, 5]]);
  assert.deepEqual(acted(50, [0, lease(10)], [1, BEGIN]), [[1, 10]]);
});

test("[P6] a renewal in time goes on, a late one begins anew, and none after it was told to stop", () => {
  const begun = [
    [0, lease(10)],
    [1, BEGIN],
  ] as const;
  assert.deepEqual(acted(15, ...begun, [8, lease(20)]), [[1, 15]]);
  assert.deepEqual(acted(25, ...begun, [12, lease(20)]), [
    [1, 10],
    [12, 20],
  ]);
  assert.deepEqual(acted(25, ...begun, [11, ASK], [12, lease(20)], [15, END]), [[1, 10]]);
});
