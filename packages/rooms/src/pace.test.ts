import assert from "node:assert/strict";
import test from "node:test";
import { FakeTimers } from "../test/fake-timers.ts";
import { UNANSWERED_MAX, WRITES_BURST, WRITES_PER_SECOND } from "./limits.ts";
import { Pace } from "./pace.ts";

const write = (request: number, channel = 1) =>
  ({ is: "write", channel, request, record: new Uint8Array() }) as const;
const taken = (request: number) =>
  ({ is: "taken", channel: 1, request, code: "", reason: "" }) as const;

function setUp() {
  const timers = new FakeTimers();
  return { timers, pace: new Pace(timers) };
}

test("[M13] joins and calls go at the pace of writes, and before those that wait", async () => {
  const { timers, pace } = setUp();
  const sent: number[] = [];
  for (let i = 0; i < WRITES_BURST + 3; i += 1) pace.queue(() => sent.push(i));
  assert.equal(sent.length, WRITES_BURST);
  await timers.pass(1_000 / WRITES_PER_SECOND - 1);
  timers.wrongMs = 60_000;
  assert.equal(pace.take(), false);
  await timers.pass(1_000);
  assert.equal(sent.length, WRITES_BURST + 3);
  assert.equal(pace.take(), true);
});

test("[M13] few messages are under way, so that what a network held back is no flood", () => {
  const { pace } = setUp();
  for (let i = 0; i < UNANSWERED_MAX; i += 1) {
    assert.equal(pace.take(), true);
    pace.sent(write(i, 1 + (i % 2)));
  }
  assert.equal(pace.take(), false);
  const state = { isSent: false };
  pace.queue(() => (state.isSent = true));
  assert.equal(state.isSent, false);
  pace.heard(taken(0));
  assert.equal(state.isSent, true);
  pace.heard({ is: "left", channel: 2, code: "unavailable", reason: "" });
  assert.equal(pace.take(), true);
});

test("[M13] with its connection goes what waited and what was under way", async () => {
  const { timers, pace } = setUp();
  for (let i = 0; i < UNANSWERED_MAX; i += 1) pace.sent(write(i));
  pace.queue(() => assert.fail("sent on another connection"));
  pace.reset();
  assert.equal(timers.waiting, 0);
  assert.equal(pace.take(), true);
  await timers.pass(1_000);
});

test("[M13] a write does not take the turn of a join or call that waits", () => {
  const state = { ms: 0 };
  const now = () => state.ms;
  const pace = new Pace({ now, monotonic: now, after: () => () => undefined });
  for (let i = 0; i <= WRITES_BURST; i += 1) pace.queue(() => undefined);
  state.ms = 1_000;
  assert.equal(pace.take(), false);
});
