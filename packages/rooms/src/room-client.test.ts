import assert from "node:assert/strict";
import test from "node:test";
import { decode, encode } from "cborg";
import { FakeTimers, settle } from "../test/fake-timers.ts";
import { Author, LIFETIME_MS, type Step, shouts, steps, unsigned, WALK } from "../test/walk.ts";
import { Backoff } from "./backoff.ts";
import { Fault } from "./fault.ts";
import { CALL_MS_MAX, CALLS_MAX, REFILL_MS_MAX } from "./limits.ts";
import { RoomReplica } from "./room-replica.ts";
import type { Message, MessageName } from "./wire.ts";

function setUp() {
  const timers = new FakeTimers();
  const sent: Message[] = [];
  const state = { offsetMs: 0, isForgotten: false };
  const room = new RoomReplica(
    {
      ...WALK,
      token: "t",
      models: [steps, shouts],
      identity: unsigned(9),
      lifetimeMs: LIFETIME_MS,
    },
    {
      channel: 1,
      timers,
      verifier: { verify: async () => true },
      pace: { take: () => true, queue: (send) => send() },
      backoff: new Backoff(() => 1),
      offsetMs: () => state.offsetMs,
      isInDoubt: () => false,
      send: (message) => sent.push(message),
      forget: () => (state.isForgotten = true),
    },
  );
  const joined = (told: Partial<Message<"joined">> = {}) =>
    room.take({ ...STANDING, ...told, is: "joined", nowMs: timers.now() });
  const frame = (told: Partial<Message<"frame">> = {}) =>
    room.take({ ...STANDING, ...told, is: "frame" });
  const ofKind = <Name extends MessageName>(is: Name): Message<Name>[] =>
    sent.filter((message) => message.is === is) as Message<Name>[];
  return { timers, room, state, joined, frame, ofKind, author: new Author(2, timers) };
}

const NOTHING = { records: [], notes: [], nodeKey: new Uint8Array(), rolls: [] };
const STANDING = {
  ...NOTHING,
  channel: 1,
  counter: 5,
  nonce: 50,
  erasedWallMs: 0,
  erasedCount: 0,
};

const held = (room: RoomReplica): unknown[] =>
  [...room.space.view(steps).values()].map(({ value }) => value.x).sort((a, b) => a - b);

test("[M13] before the first contact nothing is stamped; then in the node's time", async () => {
  const { timers, room, state, joined, ofKind } = setUp();
  const receipt = room.write(steps, { who: "ann", group: "a", x: 1 });
  await settle();
  assert.deepEqual(held(room), []);
  state.offsetMs = 5_000_000;
  await joined();
  await settle();
  const [entry] = room.space.view(steps).values();
  assert.equal(entry?.stamp.wallMs, timers.now() + 5_000_000);
  assert.deepEqual([room.clockOffsetMs, room.now()], [5_000_000, timers.now() + 5_000_000]);
  const [write] = ofKind("write");
  await room.take({ is: "taken", channel: 1, request: write!.request, code: "", reason: "" });
  assert.deepEqual(await receipt, { status: "taken" });
});

test("[M13] a clock that was far ahead before the first contact costs nothing", async () => {
  const { timers, room, state, joined, author } = setUp();
  const record = await author.step("bob", "a", 7);
  timers.wrongMs = 2 * LIFETIME_MS;
  await timers.pass(5_000);
  state.offsetMs = -2 * LIFETIME_MS;
  await joined({ records: [record] });
  assert.deepEqual(held(room), [7]);
  await timers.pass(LIFETIME_MS);
  assert.deepEqual(held(room), []);
});

test("[M13] a room says where it stands: connecting, live, offline, live, rejected", async () => {
  const { room, joined } = setUp();
  const states: string[] = [];
  const stop = room.onState(() => states.push(room.state));
  assert.equal(room.state, "connecting");
  room.lost();
  await joined();
  room.lost();
  room.lost();
  await joined();
  await room.take({ is: "left", channel: 1, code: "ended", reason: "over" });
  assert.deepEqual(states, ["live", "offline", "live", "rejected"]);
  room.lost();
  assert.deepEqual([room.state, room.fault?.code], ["rejected", "ended"]);
  stop();
});

test("[M13] a room that is closed for now is asked for again, later each time", async () => {
  const { timers, room, joined, ofKind } = setUp();
  const left = { is: "left", channel: 1, code: "unavailable", reason: "" } as const;
  await joined();
  await room.take(left);
  assert.deepEqual([room.state, room.fault?.code], ["offline", "unavailable"]);
  await timers.pass(250);
  assert.equal(ofKind("join").length, 1);
  await room.take(left);
  await timers.pass(499);
  assert.equal(ofKind("join").length, 1);
  await timers.pass(1);
  assert.equal(ofKind("join").length, 2);
  await room.take({ ...left, code: "from the future" });
  assert.equal(room.state, "offline");
});

test("[M13] offline a write is shown at once, and the last of a key goes out", async () => {
  const { room, joined, ofKind } = setUp();
  await joined();
  room.lost();
  const first = room.write(steps, { who: "ann", group: "a", x: 1 });
  void room.write(steps, { who: "ann", group: "a", x: 2 });
  await settle();
  assert.deepEqual(held(room), [2]);
  assert.deepEqual(await first, { status: "superseded" });
  await joined();
  assert.equal(ofKind("write").length, 1);
});

test("[M13] what the owner refused is taken back", async () => {
  const { room, joined, ofKind } = setUp();
  await joined();
  const receipt = room.write(steps, { who: "bob", group: "a", x: 1 });
  await settle();
  assert.deepEqual(held(room), [1]);
  await room.take({ ...refusal, request: ofKind("write")[0]!.request });
  assert.equal((await receipt).status, "refused");
  assert.deepEqual(held(room), []);
});

async function writeTaken(setup: ReturnType<typeof setUp>, who: string, x: number): Promise<void> {
  void setup.room.write(steps, { who, group: "a", x });
  await settle();
  const { request } = setup.ofKind("write").at(-1)!;
  await setup.room.take({ is: "taken", channel: 1, request, code: "", reason: "" });
}

test("[M7] a new owner gets back what this client wrote, an old one does not", async () => {
  const setup = setUp();
  const { room, joined, ofKind, author } = setup;
  await joined({ records: [await author.step("bob", "a", 7)] });
  await writeTaken(setup, "ann", 1);
  assert.equal(ofKind("write").length, 1);
  room.lost();
  await joined();
  assert.equal(ofKind("write").length, 1, "the same owner still has it");
  room.lost();
  await joined({ counter: 6 });
  const [first, again] = ofKind("write");
  assert.equal(ofKind("write").length, 2);
  assert.equal(again?.record, first?.record);
});

test("[M7] what waits unanswered goes to a new owner once", async () => {
  const { room, joined, ofKind } = setUp();
  await joined();
  void room.write(steps, { who: "ann", group: "a", x: 1 });
  await settle();
  room.lost();
  await joined({ counter: 6 });
  assert.equal(ofKind("write").length, 2);
});

test("[M17] a frame with an older fence is dropped, and one of a newer owner is not", async () => {
  const { room, joined, frame, author } = setUp();
  await joined();
  const [one, two] = [await author.step("bob", "a", 1), await author.step("eve", "a", 2)];
  await frame({ counter: 4, records: [one], erasedWallMs: FakeTimers.START_MS + 50 });
  assert.deepEqual(held(room), []);
  assert.equal(room.space.watermark.wallMs, 0);
  await frame({ counter: 6, records: [two] });
  await frame({ records: [one] });
  assert.deepEqual(held(room), [2]);
});

test("[M17] a node that no longer owns the room is left for later", async () => {
  const { timers, room, joined, ofKind } = setUp();
  await joined();
  room.lost();
  await joined({ counter: 4 });
  assert.deepEqual([room.state, room.fault?.code], ["offline", "conflict"]);
  assert.equal(ofKind("leave").length, 1);
  await timers.pass(250);
  assert.equal(ofKind("join").length, 1);
});

test("[M18] an erase takes all that it covers, also what comes late", async () => {
  const { timers, room, joined, frame, author } = setUp();
  const [one, late] = [await author.step("bob", "a", 1), await author.step("eve", "a", 2)];
  await joined({ records: [one] });
  await timers.pass(10);
  await frame({ erasedWallMs: timers.now(), erasedCount: 3 });
  assert.deepEqual(held(room), []);
  await frame({ records: [late] });
  assert.deepEqual(held(room), []);
});

test("[M19] after a reconnect a client holds what it should hear, and no more", async () => {
  const { room, joined, author } = setUp();
  const [bob, eve] = [await author.step("bob", "a", 1), await author.step("eve", "a", 2)];
  await joined({ records: [bob, eve] });
  room.lost();
  await joined({ records: [eve] });
  assert.deepEqual(held(room), [2]);
});

test("[M19] after a restart of the node others have time to give back what they wrote", async () => {
  const { timers, room, joined, frame, author } = setUp();
  const [bob, eve] = [await author.step("bob", "a", 1), await author.step("eve", "a", 2)];
  await joined({ records: [bob, eve] });
  room.lost();
  await joined({ counter: 6 });
  await timers.pass(REFILL_MS_MAX - 1);
  assert.deepEqual(held(room), [1, 2]);
  await frame({ counter: 6, records: [eve] });
  await timers.pass(1);
  assert.deepEqual(held(room), [2]);
});

test("[M12] notes reach those who listen", async () => {
  const { room, joined, frame } = setUp();
  const heard: string[] = [];
  const stop = room.onNote(({ name }) => heard.push(name));
  await joined({ notes: [{ name: "one", body: new Uint8Array() }] });
  stop();
  await frame({ notes: [{ name: "two", body: new Uint8Array() }] });
  assert.deepEqual(heard, ["one"]);
});

const answer = {
  is: "answer",
  channel: 1,
  code: "",
  reason: "",
  result: encode({ n: 1 }),
} as const;

test("[M13] a call is answered with a result or a fault", async () => {
  const { room, joined, ofKind } = setUp();
  await joined();
  const calls = [room.call("erase", { at: 1 }), room.call("erase", {})];
  await settle();
  const [first, second] = ofKind("call");
  assert.deepEqual([first?.name, decode(first!.args)], ["erase", { at: 1 }]);
  await room.take({ ...answer, request: second!.request, code: "forbidden", reason: "no" });
  await room.take({ ...answer, request: first!.request });
  assert.deepEqual(await calls[0], { n: 1 });
  await assert.rejects(calls[1]!, { name: "Fault", code: "forbidden", message: "no" });
});

test("[M13] a call that is not answered may have happened: too late, or the connection broke", async () => {
  const { timers, room, joined } = setUp();
  await assert.rejects(room.call("erase", 1), { code: "unavailable" });
  await joined();
  const late = assert.rejects(room.call("erase", 1), { code: "unknown_outcome" });
  await timers.pass(CALL_MS_MAX);
  await late;
  const broken = assert.rejects(room.call("erase", 2), { code: "unknown_outcome" });
  room.lost();
  await broken;
  await assert.rejects(room.call("erase", new Uint8Array(20_000)), { code: "unavailable" });
});

test("[M14] arguments that no node would take are not sent", async () => {
  const { room, joined, ofKind } = setUp();
  await joined();
  await assert.rejects(room.call("echo", new Uint8Array(20_000)), RangeError);
  assert.equal(ofKind("call").length, 0);
});

test("[M13] a room that is closed leaves, and what waits is answered", async () => {
  const { timers, room, state, joined, ofKind } = setUp();
  const waiting = room.write(steps, { who: "ann", group: "a", x: 1 });
  await joined();
  const call = assert.rejects(room.call("erase", 1), Fault);
  room.close();
  await call;
  const receipt = await waiting;
  assert.equal(receipt.status === "refused" && receipt.code, "unknown_outcome");
  assert.deepEqual([ofKind("leave").length, state.isForgotten, timers.waiting], [1, true, 0]);
});

test("[M13] a write that is wrong throws, and costs nothing that waits", async () => {
  const { room, joined, ofKind } = setUp();
  const value = { who: "ann", group: "a", x: 1 };
  const valid = room.write(steps, value);
  const wrong = { ...value, x: "no" } as unknown as Step;
  await assert.rejects(room.write(steps, wrong), TypeError);
  await assert.rejects(room.write(steps, { ...value, group: "a".repeat(5_000) }), RangeError);
  await joined();
  await settle();
  assert.deepEqual(held(room), [1]);
  const { request } = ofKind("write")[0]!;
  await room.take({ is: "taken", channel: 1, request, code: "", reason: "" });
  assert.deepEqual(await valid, { status: "taken" });
});

test("[M13] a value that is changed after it was written goes out as it was", async () => {
  const { room, joined } = setUp();
  const value = { who: "ann", group: "a", x: 1 };
  void room.write(steps, value);
  value.x = 2;
  await joined();
  await settle();
  assert.deepEqual(held(room), [1]);
});

async function writeTwice(room: RoomReplica): Promise<void> {
  for (const x of [1, 2]) {
    void room.write(steps, { who: "bob", group: "a", x });
    await settle();
  }
}

const refusal = { is: "taken", channel: 1, code: "forbidden", reason: "no" } as const;

test("[M13] what a refused record took the place of stands again", async () => {
  const { room, joined, ofKind, author } = setUp();
  await joined({ records: [await author.step("bob", "a", 7)] });
  await writeTwice(room);
  assert.deepEqual(held(room), [2]);
  const [first, second] = ofKind("write");
  await room.take({ ...refusal, request: first!.request });
  assert.deepEqual(held(room), [2]);
  await room.take({ ...refusal, request: second!.request });
  assert.deepEqual(held(room), [7]);
});

test("[M13] a value that never went out does not stand again for the one that followed it", async () => {
  const { room, joined, ofKind, author } = setUp();
  await joined({ records: [await author.step("bob", "a", 7)] });
  room.lost();
  await writeTwice(room);
  await joined();
  await room.take({ ...refusal, request: ofKind("write")[0]!.request });
  assert.deepEqual(held(room), [7]);
});

test("[M13] a room that is closed or lost while it is being joined does not become live", async () => {
  const records = [await setUp().author.step("bob", "a", 7)];
  const closed = setUp();
  closed.room.space.subscribe(steps, () => closed.room.close());
  await closed.joined({ records });
  assert.notEqual(closed.room.state, "live");
  assert.equal(closed.timers.waiting, 0);
  const lost = setUp();
  const joining = lost.joined({ records });
  lost.room.lost();
  await joining;
  assert.equal(lost.room.state, "connecting");
});

test("[M13] calls that wait are bounded", async () => {
  const { room, joined } = setUp();
  await joined();
  const calls = Array.from({ length: CALLS_MAX }, () => room.call("echo", 1));
  await assert.rejects(room.call("echo", 1), { code: "too_many" });
  room.close();
  await Promise.allSettled(calls);
});

test("[M19] joined again within the time that others have, a client lets go at its end", async () => {
  const { timers, room, joined, author } = setUp();
  await joined({ records: [await author.step("bob", "a", 1)] });
  room.lost();
  await joined({ counter: 6 });
  await timers.pass(REFILL_MS_MAX / 2);
  room.lost();
  await joined({ counter: 6 });
  await timers.pass(REFILL_MS_MAX / 2 - 1);
  assert.deepEqual(held(room), [1]);
  await timers.pass(1);
  assert.deepEqual(held(room), []);
});

test("[M7] a join that broke off is made up for by the next: the new owner gets its refill", async () => {
  const setup = setUp();
  const { room, joined, ofKind } = setup;
  await joined();
  await writeTaken(setup, "ann", 1);
  room.lost();
  const joining = joined({ counter: 6, records: [Uint8Array.of(1)] });
  room.lost();
  await joining;
  await joined({ counter: 6 });
  assert.equal(ofKind("write").length, 2);
});
