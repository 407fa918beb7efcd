import assert from "node:assert/strict";
import test from "node:test";
import { FakeLine } from "../test/fake-line.ts";
import { FakeTimers, settle } from "../test/fake-timers.ts";
import { LIFETIME_MS, steps, unsigned, WALK } from "../test/walk.ts";
import { connect } from "./client.ts";
import { ROOMS_PER_CONNECTION_MAX, SILENCE_MS_MAX } from "./limits.ts";
import type { Message } from "./wire.ts";

const joined: Message<"joined"> = {
  is: "joined",
  channel: 1,
  counter: 1,
  nonce: 1,
  nowMs: FakeTimers.START_MS + 7_000,
  erasedWallMs: 0,
  erasedCount: 0,
  records: [],
  notes: [],
  nodeKey: new Uint8Array(),
  rolls: [],
};

function setUp(random: () => number = () => 1) {
  const timers = new FakeTimers();
  const lines: FakeLine[] = [];
  const errors: unknown[] = [];
  const client = connect("ws://node/rooms", {
    timers,
    random,
    dial: () => {
      lines.push(new FakeLine());
      return lines.at(-1)!;
    },
    onError: (error) => errors.push(error),
  });
  const enter = () =>
    client.room({
      ...WALK,
      token: "t",
      models: [steps],
      identity: unsigned(9),
      lifetimeMs: LIFETIME_MS,
    });
  const line = (): FakeLine => lines.at(-1)!;
  const live = async (): Promise<void> => {
    line().open();
    line().say(joined);
    await settle();
  };
  return { timers, client, lines, line, enter, live, errors };
}

test("[M13] a client says hello, joins its rooms, and is live when the node has told how they stand", async () => {
  const { line, enter, live } = setUp();
  const room = enter();
  await live();
  assert.equal(line().binaryType, "arraybuffer");
  assert.deepEqual(line().sent("join"), [
    { is: "join", channel: 1, ...WALK, token: "t", counter: 0, nonce: 0, known: [] },
  ]);
  assert.equal(line().sent("hello").length, 1);
  assert.equal(room.state, "live");
  const late = enter();
  assert.equal(line().sent("join").at(-1)?.channel, 2);
  assert.equal(late.state, "connecting");
});

test("[M13] a broken connection is dialled again, later each time, until it serves", async () => {
  const { timers, lines, line, enter, live } = setUp();
  const room = enter();
  await live();
  for (const [n, waitMs] of [250, 500, 1_000, 2_000].entries()) {
    line().end();
    await timers.pass(waitMs - 1);
    assert.equal(lines.length, n + 1);
    await timers.pass(1);
    assert.equal(lines.length, n + 2);
    line().open();
  }
  assert.equal(room.state, "offline");
  await live();
  assert.equal(room.state, "live");
  line().end();
  await timers.pass(250);
  assert.equal(lines.length, 6);
});

test("[M13] a node that opens sockets and serves no room is not hurried", async () => {
  const { timers, lines, line, enter } = setUp();
  enter();
  for (const [n, waitMs] of [250, 500, 1_000].entries()) {
    line().open();
    line().say({ is: "beat", nowMs: 1 });
    line().end(4503, "stopping");
    await timers.pass(waitMs - 1);
    assert.equal(lines.length, n + 1);
    await timers.pass(1);
  }
  assert.equal(lines.length, 4);
});

test("[M13] a silent connection is taken for dead, one that beats is answered and kept", async () => {
  const { timers, lines, line, enter, live } = setUp();
  enter();
  await live();
  await timers.pass(SILENCE_MS_MAX - 1);
  line().say({ is: "beat", nowMs: timers.now() + 1_000 });
  await timers.pass(SILENCE_MS_MAX - 1);
  assert.equal(line().sent("here").length, 1);
  assert.equal(line().isClosed, false);
  await timers.pass(1);
  assert.equal(line().isClosed, true);
  await timers.pass(250);
  assert.equal(lines.length, 2);
});

test("[M13] each beat tells the node's time", async () => {
  const { timers, line, enter, live } = setUp();
  const room = enter();
  await live();
  assert.equal(room.clockOffsetMs, 7_000);
  timers.wrongMs = -60_000;
  line().say({ is: "beat", nowMs: FakeTimers.START_MS + 7_000 });
  assert.equal(room.clockOffsetMs, 67_000);
  assert.equal(room.now(), FakeTimers.START_MS + 7_000);
});

test("[M13] what trying again cannot mend rejects all rooms, and nothing is dialled any more", async () => {
  const { timers, client, lines, line, enter, live } = setUp();
  const rooms = [enter(), enter()];
  await live();
  line().end(4426, "reload the page");
  assert.deepEqual(
    rooms.map(({ state }) => state),
    ["rejected", "rejected"],
  );
  assert.equal(rooms[0]?.fault?.code, "bad_version");
  client.retry();
  await timers.pass(60_000);
  assert.equal(lines.length, 1);
  assert.equal(enter().state, "rejected");
});

test("[M13] one room that is over leaves the others alone, and without rooms nothing is dialled", async () => {
  const { timers, lines, line, enter, live } = setUp();
  const [one, two] = [enter(), enter()];
  await live();
  line().say({ ...joined, channel: 2 });
  line().say({ is: "left", channel: 1, code: "ended", reason: "" });
  await settle();
  assert.deepEqual([one.state, two.state, lines.length], ["rejected", "live", 1]);
  two.close();
  line().end();
  await timers.pass(60_000);
  assert.equal(lines.length, 1);
});

test("[M13] a room that a node cannot serve for now does not cost the others their connection", async () => {
  const { timers, lines, line, enter, live } = setUp();
  const [one, two] = [enter(), enter()];
  await live();
  line().say({ is: "left", channel: 2, code: "unavailable", reason: "" });
  await timers.pass(250);
  assert.deepEqual([one.state, two.state, lines.length], ["live", "offline", 1]);
  assert.equal(line().sent("join").at(-1)?.channel, 2);
});

test("[M13] retry dials now, and only when nothing is under way", async () => {
  const { timers, client, lines, line, enter } = setUp();
  enter();
  client.retry();
  assert.equal(lines.length, 1);
  line().end();
  client.retry();
  assert.equal(lines.length, 2);
  await timers.pass(300);
  assert.equal(lines.length, 2);
});

test("[M13] a device that says it is offline is believed at once, and the node is tried again", async () => {
  const { timers, client, lines, line, enter, live } = setUp();
  const room = enter();
  await live();
  client.hangUp();
  assert.deepEqual([room.state, line().isClosed, lines.length], ["offline", true, 1]);
  client.hangUp();
  await timers.pass(250);
  assert.equal(lines.length, 2);
  client.hangUp();
  client.retry();
  assert.equal(lines.length, 3);
  await live();
  assert.equal(room.state, "live");
});

test("[M13] what cannot be read ends the connection, not the client", async () => {
  const { timers, lines, line, enter, live, errors } = setUp();
  enter();
  await live();
  line().onmessage?.({ data: Uint8Array.of(250).buffer });
  assert.equal(line().isClosed, true);
  await timers.pass(250);
  line().onmessage?.({ data: "text" });
  assert.equal(line().isClosed, true);
  assert.equal(lines.length, 2);
  assert.deepEqual(errors, []);
});

test("[M13] a closed client has let go of everything", async () => {
  const { timers, client, line, lines, enter, live } = setUp();
  enter();
  await live();
  client.close();
  client.retry();
  await timers.pass(60_000);
  assert.deepEqual([line().isClosed, lines.length, timers.waiting], [true, 1, 0]);
});

test("[M13] a clock that is set back, or a little ahead, moves nothing", async () => {
  const { timers, enter, live } = setUp();
  const room = enter();
  await live();
  for (const wrongMs of [-3_600_000, 1_000]) {
    timers.wrongMs = wrongMs;
    await timers.pass(1_000);
    assert.equal(room.now() - timers.monotonic(), 7_000);
    assert.equal(room.clockOffsetMs, 7_000 - wrongMs);
  }
});

test("[M13] after sleep it is as late as the clock says, and the node is asked at once", async () => {
  const { timers, lines, line, enter, live } = setUp();
  const room = enter();
  await live();
  // The steady time stood still.
  timers.wrongMs = 3_600_000;
  assert.equal(room.now() - timers.monotonic(), 3_607_000);
  await timers.pass(1_000);
  assert.deepEqual([line().isClosed, room.state], [true, "offline"]);
  await timers.pass(250);
  assert.equal(lines.length, 2);
  line().open();
  line().say({ ...joined, nowMs: timers.monotonic() + 7_000 });
  await settle();
  // It was no sleep: the clock had been set ahead.
  assert.deepEqual([room.state, room.now() - timers.monotonic()], ["live", 7_000]);
  await timers.pass(5_000);
  assert.equal(lines.length, 2);
});

test("[M13] what is written while the time is in doubt is stamped by the node's", async () => {
  const { timers, line, enter, live } = setUp();
  const room = enter();
  await live();
  timers.wrongMs = 3_600_000;
  await timers.pass(1_000);
  void room.write(steps, { who: "ada", x: 1, group: "a" });
  await settle();
  assert.equal(room.space.view(steps).size, 0);
  await timers.pass(250);
  line().open();
  line().say({ ...joined, nowMs: timers.monotonic() + 7_000 });
  for (let turn = 0; turn < 5; turn += 1) await settle();
  const [entry] = room.space.view(steps).values();
  assert.equal(entry?.stamp.wallMs, room.now());
});

test("[M13] a client that is closed, or in as many rooms as may be, joins none more", async () => {
  const { client, enter } = setUp();
  for (let n = 0; n < ROOMS_PER_CONNECTION_MAX; n += 1) enter();
  assert.throws(enter, { code: "too_many" });
  client.close();
  assert.throws(enter, { code: "ended" });
});

test("[M13] where there is no WebSocket, connecting says what has one", () => {
  const { WebSocket } = globalThis;
  Reflect.deleteProperty(globalThis, "WebSocket");
  try {
    const wrong = { code: "unavailable", message: /Node from 22 on/ };
    assert.throws(() => connect("ws://node/rooms"), wrong);
  } finally {
    Object.assign(globalThis, { WebSocket });
  }
});
