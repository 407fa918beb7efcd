import assert from "node:assert/strict";
import test from "node:test";
import { encode } from "cborg";
import { FakeSocket } from "../test/fake-socket.ts";
import { FakeTimers, settle } from "../test/fake-timers.ts";
import { Author, hostOf, tokenOf, walker, walkOpening, walkPorts, walkRoom } from "../test/walk.ts";
import { Edge } from "./edge.ts";
import { Host } from "./host.ts";
import {
  BEAT_MS,
  BURST_MESSAGES,
  FLUSH_MS,
  JOIN_MS_MAX,
  QUEUED_BYTES_MAX,
  ROOMS_PER_CONNECTION_MAX,
  STALLED_BYTES,
  STALLED_MS_MAX,
} from "./limits.ts";
import type { OwnerPorts } from "./owner.ts";
import type { Room } from "./room.ts";
import { encodeMessage, type Message, WIRE_VERSION } from "./wire.ts";

const token = await tokenOf(walker("ann", "a"));
const hello: Message = { is: "hello", version: WIRE_VERSION };
const join = (channel: number, id = "w1"): Message => ({
  is: "join",
  channel,
  kind: "walk",
  id,
  token,
  counter: 0,
  nonce: 0,
  known: [],
});

function bug(): never {
  throw new TypeError("a bug");
}

const deaf = (room: Room) => ({ ...walkOpening.start(room), audiences: bug });
const broken = (room: Room) => ({
  ...walkOpening.start(room),
  notes: [{ audience: "a", everyMs: 100, make: bug }],
});

function setUp(ports: Partial<OwnerPorts> = {}) {
  const timers = new FakeTimers();
  const host: Host = hostOf(timers, ports);
  const errors: unknown[] = [];
  const edge = new Edge({ host, timers, onError: (error) => errors.push(error) });
  const dial = () => {
    const socket = new FakeSocket();
    const connection = edge.open(socket);
    assert.ok(connection !== null);
    const say = async (...messages: readonly Message[]): Promise<void> => {
      for (const message of messages) await connection.receive(encodeMessage(message));
    };
    return { socket, connection, say };
  };
  return { timers, host, edge, errors, dial };
}

/** How often the room is in use, by whether it is let go when nobody is left. */
async function isLetGo(timers: FakeTimers, host: Host): Promise<boolean> {
  await timers.pass(120_000);
  return host.size === 0;
}

test("[M1] a client says hello, joins a room and is told how it stands", async () => {
  const { dial } = setUp();
  const { socket, say } = dial();
  await say(hello, join(3));
  const [joined] = socket.sent("joined");
  assert.deepEqual([joined?.channel, joined?.nonce], [3, 77]);
  assert.equal(socket.closed, null);
});

test("[M1] whoever speaks before hello is closed, and so is another version", async () => {
  const { dial } = setUp();
  const rude = dial();
  await rude.say(join(1));
  assert.equal(rude.socket.closed?.code, 4400);
  const old = dial();
  await old.say({ is: "hello", version: WIRE_VERSION + 1 });
  assert.equal(old.socket.closed?.code, 4426);
});

test("[M14] what cannot be read closes its sender and nobody else", async () => {
  const { dial, edge } = setUp();
  const [bad, good] = [dial(), dial()];
  await good.say(hello, join(1));
  await bad.connection.receive(Uint8Array.of(99));
  await dial().say(hello, { is: "beat", nowMs: 1 });
  assert.equal(bad.socket.closed?.code, 4400);
  assert.equal(good.socket.closed, null);
  assert.equal(edge.connections, 1);
});

test("[M14] a room that is not there, and a token that does not fit, end that join alone", async () => {
  const { dial } = setUp();
  const { socket, say } = dial();
  await say(hello, join(1, "x"), { ...join(2), token: "no" } as Message, join(3));
  const left = socket.sent("left").map(({ channel, code }) => [channel, code]);
  assert.deepEqual(left, [
    [1, "not_found"],
    [2, "unauthorised"],
  ]);
  assert.deepEqual(
    socket.sent("joined").map(({ channel }) => channel),
    [3],
  );
});

test("[M14] a taken channel and one room too many close the connection", async () => {
  const { dial } = setUp();
  const twice = dial();
  await twice.say(hello, join(1), join(1));
  assert.equal(twice.socket.closed?.code, 4400);
  const greedy = dial();
  await greedy.say(hello);
  for (let n = 1; n <= ROOMS_PER_CONNECTION_MAX; n += 1) await greedy.say(join(n));
  assert.equal(greedy.socket.closed?.code, undefined);
  await greedy.say(join(99));
  assert.equal(greedy.socket.closed?.code, 4429);
});

test("[M14] what crosses the end of its room is ignored", async () => {
  const { dial } = setUp();
  const { socket, say } = dial();
  const record = new Uint8Array();
  await say(hello, join(1), { is: "leave", channel: 1 }, { is: "leave", channel: 1 });
  await say({ is: "write", channel: 1, request: 1, record });
  await say({ is: "call", channel: 1, request: 2, name: "echo", args: record });
  assert.equal(socket.closed, null);
  assert.equal(socket.sent("taken").length, 0);
  await say(join(1));
  assert.equal(socket.sent("joined").length, 2);
});

test("[M14] a flood closes the flooder only", async () => {
  const { dial, edge } = setUp();
  const [flooder, other] = [dial(), dial()];
  await flooder.say(hello, join(1));
  await other.say(hello, join(1));
  for (let i = 0; i < 100; i += 1) await flooder.say({ is: "here" });
  assert.equal(flooder.socket.closed?.code, 4429);
  assert.equal(other.socket.closed, null);
  assert.equal(flooder.socket.frames.length, 1);
  assert.equal(edge.counters.get("message_refused"), 1);
});

test("[M14] messages that wait for their checks are bounded", async () => {
  const gate = Promise.withResolvers<boolean>();
  let checks = 0;
  const verify = (): Promise<boolean> => {
    checks += 1;
    return gate.promise;
  };
  const { timers, dial, edge } = setUp({ verifier: { verify } });
  const { connection, say } = dial();
  await say(hello, join(1));
  const author = new Author(2, timers);
  for (let x = 0; x < 90; x += 1) {
    const record = await author.step("ann", "a", x);
    void connection.receive(encodeMessage({ is: "write", channel: 1, request: x, record }));
    if (x % 20 === 19) await timers.pass(1_000);
  }
  assert.ok(checks <= 64, `${checks} at once`);
  assert.ok((edge.counters.get("message_refused") ?? 0) > 0);
  gate.resolve(true);
});

test("[M14] a client that answers no beat is closed, one that does is kept", async () => {
  const { timers, dial } = setUp();
  const [silent, alive] = [dial(), dial()];
  for (const { say } of [silent, alive]) await say(hello, join(1));
  for (let i = 0; i < 4; i += 1) {
    await timers.pass(BEAT_MS);
    await alive.say({ is: "here" });
  }
  assert.equal(silent.socket.closed?.code, 4408);
  assert.equal(silent.socket.sent("beat").length, 3);
  assert.equal(alive.socket.closed, null);
});

test("[M14] a clock that jumps closes nobody", async () => {
  const { timers, dial } = setUp();
  const { socket, say } = dial();
  await say(hello, join(1));
  timers.wrongMs = 60_000;
  await timers.pass(BEAT_MS);
  assert.equal(socket.closed, null);
});

test("[M14] who joins nothing in time is closed", async () => {
  const { timers, dial, edge } = setUp();
  const { socket, say } = dial();
  await say(hello);
  await timers.pass(JOIN_MS_MAX);
  assert.equal(socket.closed?.code, 4408);
  assert.equal(edge.connections, 0);
});

const refuse = (): Promise<never> => Promise.reject(new Error("down"));

function heldJournal() {
  const gate = Promise.withResolvers<void>();
  const journal = {
    open: async () => {
      await gate.promise;
      return { counter: 1, erased: { wallMs: 0, count: 0 } };
    },
    erase: async () => undefined,
  };
  return { gate, journal };
}

test("[M14] a join that ends after its socket did lets go of the room", async () => {
  const { gate, journal } = heldJournal();
  const { timers, host, dial } = setUp({ journal });
  const { socket, connection, say } = dial();
  await say(hello);
  const joining = connection.receive(encodeMessage(join(1)));
  connection.closed();
  gate.resolve();
  await joining;
  assert.equal(socket.sent("joined").length, 0);
  assert.ok(await isLetGo(timers, host));
});

test("[M14] of joins of one channel that was left meanwhile, the last counts", async () => {
  const { gate, journal } = heldJournal();
  const { timers, host, dial } = setUp({ journal });
  const { socket, connection, say } = dial();
  await say(hello);
  const first = connection.receive(encodeMessage(join(1)));
  await say({ is: "leave", channel: 1 });
  const second = connection.receive(encodeMessage(join(1)));
  gate.resolve();
  await Promise.all([first, second]);
  await settle();
  assert.equal(socket.sent("joined").length, 1);
  connection.closed();
  assert.ok(await isLetGo(timers, host));
});

test("[M12] too slow for a room closes the connection, also when the room is quiet", async () => {
  const { timers, dial } = setUp();
  const { socket, say } = dial();
  await say(hello, join(1));
  const record = await new Author(2, timers).step("ann", "a", 1);
  await say({ is: "write", channel: 1, request: 1, record });
  socket.queuedBytes = 2 * STALLED_BYTES;
  await timers.pass(FLUSH_MS);
  for (let ms = 0; ms <= STALLED_MS_MAX + BEAT_MS; ms += BEAT_MS) {
    await say({ is: "here" });
    await timers.pass(BEAT_MS);
  }
  assert.equal(socket.closed?.code, 4408);
  assert.match(socket.closed?.reason ?? "", /cannot follow/);
});

test("[M12] a stall that is over is ended by the beat, also when the room is quiet", async () => {
  const { timers, dial } = setUp();
  const { socket, say } = dial();
  await say(hello, join(1));
  const record = await new Author(2, timers).step("ann", "a", 1);
  await say({ is: "write", channel: 1, request: 1, record });
  socket.queuedBytes = 2 * STALLED_BYTES;
  await timers.pass(FLUSH_MS);
  socket.queuedBytes = 0;
  await timers.pass(BEAT_MS);
  assert.deepEqual(
    socket.sent("joined").map(({ records }) => records.length),
    [0, 1],
  );
});

test("[M14] a client that does not read and joins again is told to wait, and costs no room", async () => {
  const { timers, host, dial } = setUp();
  const { socket, say } = dial();
  await say(hello, join(1));
  socket.queuedBytes = STALLED_BYTES + 1;
  await say({ is: "leave", channel: 1 }, join(1));
  assert.deepEqual([socket.sent("joined").length, socket.sent("left")[0]?.code], [1, "too_slow"]);
  socket.queuedBytes = 0;
  await say(join(1));
  assert.equal(socket.sent("joined").length, 2);
  await say({ is: "leave", channel: 1 });
  assert.ok(await isLetGo(timers, host));
});

test("[M14] answers and pongs nobody reads close the connection", async () => {
  const { dial } = setUp();
  const echo = { is: "call", channel: 1, request: 1, name: "echo", args: encode(1) } as const;
  const [asks, pings] = [dial(), dial()];
  for (const { say, socket } of [asks, pings]) {
    await say(hello, join(1));
    socket.queuedBytes = 2 * QUEUED_BYTES_MAX;
  }
  await asks.say(echo);
  assert.deepEqual([asks.socket.closed?.code, asks.socket.sent("answer").length], [4408, 0]);
  assert.ok(!pings.connection.mayAnswer());
  assert.equal(pings.socket.closed?.code, 4408);
});

test("[M14] pings count as messages", async () => {
  const { dial } = setUp();
  const { connection, socket } = dial();
  const answered = Array.from({ length: 2 * BURST_MESSAGES }, () => connection.mayAnswer());
  assert.equal(answered.filter(Boolean).length, BURST_MESSAGES);
  assert.equal(socket.closed?.code, 4429);
});

test("[M18] a room whose journal cannot be reached is left for now, and the operator hears", async () => {
  const { dial, errors } = setUp({ journal: { open: refuse, erase: refuse } });
  const { socket, say } = dial();
  await say(hello, join(1));
  assert.deepEqual(
    socket.sent("left").map(({ code }) => code),
    ["unavailable"],
  );
  assert.equal(socket.closed, null);
  assert.equal(errors.length, 1);
});

test("[M14] a bug closes the connection that met it, and is reported", async () => {
  const { dial, errors } = setUp();
  const { socket, say } = dial();
  await say(hello, join(1), {
    is: "call",
    channel: 1,
    request: 1,
    name: "bug",
    args: Uint8Array.of(1),
  });
  assert.equal(socket.closed?.code, 4503);
  assert.ok(errors[0] instanceof TypeError);
});

test("[M1] a node that stops says so to its clients, and takes no more", async () => {
  const { dial, edge } = setUp();
  const { socket, say } = dial();
  await say(hello, join(1));
  edge.close();
  assert.deepEqual(socket.closed, { code: 4503, reason: "this node is stopping" });
  const late = new FakeSocket();
  assert.equal(edge.open(late), null);
  assert.equal(late.closed?.code, 4503);
});

test("[M14] a room whose rules fail at a join is let go", async () => {
  const timers = new FakeTimers();
  const host = new Host([walkRoom({ start: deaf })], walkPorts(timers));
  const errors: unknown[] = [];
  const edge = new Edge({ host, timers, onError: (error) => errors.push(error) });
  const socket = new FakeSocket();
  const connection = edge.open(socket)!;
  for (const message of [hello, join(1)]) await connection.receive(encodeMessage(message));
  assert.equal(socket.closed?.code, 4503);
  assert.equal(errors.length, 1);
  assert.ok(await isLetGo(timers, host));
});

test("[M14] a room that breaks is left for now by its sessions, and nobody is closed", async () => {
  const timers = new FakeTimers();
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const host = new Host([walkRoom({ start: broken })], walkPorts(timers), onError);
  const edge = new Edge({ host, timers, onError });
  const socket = new FakeSocket();
  const connection = edge.open(socket)!;
  for (const message of [hello, join(1)]) await connection.receive(encodeMessage(message));
  await timers.pass(100);
  assert.deepEqual(
    socket.sent("left").map(({ code }) => code),
    ["unavailable"],
  );
  assert.deepEqual([socket.closed, errors.length], [null, 1]);
});
