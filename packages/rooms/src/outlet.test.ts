import assert from "node:assert/strict";
import test from "node:test";
import { FakeSocket } from "../test/fake-socket.ts";
import { FakeTimers } from "../test/fake-timers.ts";
import { BEAT_MS, QUEUED_BYTES_MAX, STALLED_BYTES, STALLED_MS_MAX } from "./limits.ts";
import { Outlet } from "./outlet.ts";

const one = Uint8Array.of(1);

function setUp() {
  const [timers, socket] = [new FakeTimers(), new FakeSocket()];
  const ended: string[] = [];
  const outlet = new Outlet(socket, timers, ({ code }) => ended.push(code));
  /** Beats, with `queued` telling what waits at each. */
  const beat = async (queued: readonly number[]): Promise<void> => {
    for (socket.queuedBytes of queued) {
      await timers.pass(BEAT_MS);
      outlet.look();
    }
  };
  return { timers, socket, outlet, ended, beat };
}

/** One more than a connection may take to empty its queue. */
const BEATS = STALLED_MS_MAX / BEAT_MS + 1;

test("[M12] a standing larger than the limit is no stall by itself", () => {
  const { socket, outlet } = setUp();
  outlet.standing(new Uint8Array(1_000));
  socket.queuedBytes = STALLED_BYTES + 1_000;
  assert.ok(!outlet.isStalled);
  socket.queuedBytes += 1;
  assert.ok(outlet.isStalled);
  socket.queuedBytes = STALLED_BYTES;
  assert.ok(!outlet.isStalled);
  socket.queuedBytes = STALLED_BYTES + 1;
  assert.ok(outlet.isStalled);
});

test("[M14] while what was sent before is unread there is no further standing", () => {
  const { socket, outlet } = setUp();
  outlet.standing(new Uint8Array(1_000_000));
  socket.queuedBytes = STALLED_BYTES;
  outlet.checkStanding();
  socket.queuedBytes += 1;
  assert.throws(() => outlet.checkStanding(), { code: "too_slow" });
});

test("[M14] who goes on asking and does not read is closed, and sent nothing more", () => {
  const { socket, outlet, ended } = setUp();
  socket.queuedBytes = QUEUED_BYTES_MAX;
  outlet.send(one);
  assert.deepEqual([socket.frames.length, ended], [1, []]);
  socket.queuedBytes += 1;
  outlet.send(one);
  assert.deepEqual([socket.frames.length, ended], [1, ["too_slow"]]);
  assert.ok(!outlet.hasPlace());
});

test("[M12] a queue that does not empty for long ends the connection, however small it is", async () => {
  const { ended, beat } = setUp();
  await beat(Array.from({ length: BEATS - 1 }, () => 10));
  assert.deepEqual(ended, []);
  await beat([10]);
  assert.deepEqual(ended, ["too_slow"]);
});

test("[M12] a queue that was empty, or moves, is followed", async () => {
  const { outlet, ended, beat } = setUp();
  for (let i = 0; i < 3; i += 1) {
    await beat([...Array.from({ length: BEATS - 1 }, () => 10), 0]);
  }
  outlet.standing(new Uint8Array(20 * STALLED_BYTES));
  await beat(Array.from({ length: 15 }, (_, i) => (19 - i) * STALLED_BYTES));
  assert.deepEqual(ended, []);
});

test("[M12] a clock that jumps ends nothing", async () => {
  const { timers, ended, beat } = setUp();
  await beat([10]);
  timers.wrongMs = 10 * STALLED_MS_MAX;
  await beat([10]);
  assert.deepEqual(ended, []);
});
