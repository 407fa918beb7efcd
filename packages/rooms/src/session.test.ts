import assert from "node:assert/strict";
import test from "node:test";
import { encode } from "cborg";
import { FakeSocket } from "../test/fake-socket.ts";
import { FakeTimers } from "../test/fake-timers.ts";
import { Author, openWalk, walker } from "../test/walk.ts";
import type { Fault } from "./fault.ts";
import { STALLED_BYTES } from "./limits.ts";
import { Outlet } from "./outlet.ts";
import type { OwnerPorts } from "./owner.ts";
import { Session } from "./session.ts";

const DAY_MS = 86_400_000;

async function setUp(ports: Partial<OwnerPorts> = {}) {
  const timers = new FakeTimers();
  const owner = await openWalk(timers, ports);
  const socket = new FakeSocket();
  const counted: string[] = [];
  const ended: Fault[] = [];
  const failures: Fault[] = [];
  const session = new Session({
    channel: 1,
    grant: walker("ann", "a"),
    link: owner,
    outlet: new Outlet(socket, timers, (fault) => ended.push(fault)),
    timers,
    count: (what) => counted.push(what),
    onEnd: (fault) => ended.push(fault),
    onFailure: (fault) => failures.push(fault),
  });
  return { timers, owner, socket, session, counted, ended, failures };
}

const frame = Uint8Array.of(33);

test("[M12] a slow session is conflated: nothing more is queued until it has drained", async () => {
  const { socket, session } = await setUp();
  session.deliver(frame);
  socket.queuedBytes = STALLED_BYTES + 1;
  for (let i = 0; i < 10; i += 1) session.deliver(frame);
  socket.queuedBytes = 1;
  session.deliver(frame);
  assert.equal(socket.frames.length, 1);
});

test("[M12] a session that has drained is sent the standing of its room, then frames again", async () => {
  const { timers, owner, socket, session } = await setUp();
  socket.queuedBytes = STALLED_BYTES + 1;
  session.deliver(frame);
  const record = await new Author(2, timers).step("ann", "a", 5);
  await owner.admit(walker("ann", "a"), record);
  socket.queuedBytes = 0;
  session.deliver(frame);
  assert.deepEqual(
    socket.sent("joined").map(({ records }) => records),
    [[record]],
  );
  session.deliver(frame);
  assert.equal(socket.frames.at(-1), frame);
});

test("[M12] a stall also ends when the room has gone quiet", async () => {
  const { socket, session } = await setUp();
  socket.queuedBytes = STALLED_BYTES + 1;
  session.deliver(frame);
  socket.queuedBytes = 0;
  session.recover();
  session.recover();
  assert.equal(socket.sent("joined").length, 1);
});

test("[M14] a session ends with its token, however far off that is", async () => {
  const timers = new FakeTimers();
  const endsAt = timers.now() + 40 * DAY_MS;
  const ended: string[] = [];
  const owner = await openWalk(timers);
  const session = new Session({
    channel: 1,
    grant: { ...walker("ann", "a"), expiresAt: endsAt },
    link: {
      endsAt: endsAt + 1,
      tokenKey: owner.tokenKey,
      audiencesOf: (grant) => owner.audiencesOf(grant),
      fence: owner.fence,
      welcome: (audiences, known) => owner.welcome(audiences, known),
      listen: (hears) => owner.listen(hears),
      listenBatches: (hears) => owner.listenBatches(hears),
      onGone: (person, hears) => owner.onGone(person, hears),
      admit: (grant, record) => owner.admit(grant, record),
      call: (grant, name, args) => owner.call(grant, name, args),
    },
    outlet: new Outlet(new FakeSocket(), timers, () => undefined),
    timers,
    count: () => undefined,
    onEnd: ({ code }) => ended.push(code),
    onFailure: () => undefined,
  });
  owner.close();
  await timers.pass(40 * DAY_MS - 1);
  assert.deepEqual(ended, []);
  await timers.pass(1);
  assert.deepEqual(ended, ["ended"]);
  session.close();
  assert.equal(timers.waiting, 0);
});

test("[M6] a write is answered with what became of it", async () => {
  const { timers, socket, session } = await setUp();
  const author = new Author(2, timers);
  const record = await author.step("ann", "a", 1);
  await session.write({ is: "write", channel: 1, request: 4, record });
  await session.write({ is: "write", channel: 1, request: 5, record });
  const foreign = await author.step("bob", "a", 1);
  await session.write({ is: "write", channel: 1, request: 6, record: foreign });
  const answers = socket.sent("taken").map(({ request, code }) => [request, code]);
  assert.deepEqual(answers, [
    [4, ""],
    [5, ""],
    [6, "forbidden"],
  ]);
});

test("[M14] of a client that sends a record which nobody signed, nothing more is looked at", async () => {
  let looks = 0;
  const verify = async (): Promise<boolean> => {
    looks += 1;
    return false;
  };
  const { timers, socket, session, counted } = await setUp({ verifier: { verify } });
  const author = new Author(2, timers);
  const records = await Promise.all([1, 2, 3].map((x) => author.step("ann", "a", x)));
  const writes = records.map((record, request) =>
    session.write({ is: "write", channel: 1, request, record }),
  );
  const [first, ...others] = await Promise.allSettled(writes);
  assert.equal(first?.status === "rejected" && (first.reason as Fault).code, "bad_message");
  assert.deepEqual(new Set(others.map(({ status }) => status)), new Set(["fulfilled"]));
  assert.equal(looks, 1);
  assert.deepEqual(counted, ["record_refused_bad_signature"]);
  assert.deepEqual(socket.sent("taken"), []);
});

const call = (name: string, args: Uint8Array = encode(1)) =>
  ({ is: "call", channel: 1, request: 9, name, args }) as const;

test("[M16] what became of each record is counted, by the name of the refusal", async () => {
  const { timers, counted, session } = await setUp();
  const author = new Author(2, timers);
  const record = await author.step("ann", "a", 1);
  const foreign = await author.step("bob", "a", 1);
  for (const bytes of [record, record, foreign, Uint8Array.of(1)]) {
    await session.write({ is: "write", channel: 1, request: 1, record: bytes });
  }
  assert.deepEqual(counted, [
    "record_taken",
    "record_taken",
    "record_refused_forbidden",
    "record_refused_bad_record",
  ]);
});

test("[M6] a call is answered with its result or its fault", async () => {
  const { socket, session } = await setUp();
  await session.call(call("echo", encode({ a: [1] })));
  await session.call(call("fail"));
  await session.call(call("nothing"));
  await session.call(call("toString"));
  await session.call(call("echo", Uint8Array.of(0xff)));
  const answers = socket.sent("answer");
  assert.deepEqual(answers[0]?.result, encode({ a: [1] }));
  assert.deepEqual(
    answers.map(({ code }) => code),
    ["", "forbidden", "not_found", "not_found", "bad_message"],
  );
});

test("[M18] a journal that fails answers unavailable, and the operator hears why", async () => {
  const cause = new Error("connection refused");
  const { socket, session, failures } = await setUp({
    journal: {
      open: async () => ({ counter: 1, erased: { wallMs: 0, count: 0 } }),
      erase: async () => Promise.reject(cause),
    },
  });
  await session.call(call("erase"));
  assert.deepEqual(
    socket.sent("answer").map(({ code }) => code),
    ["unavailable"],
  );
  assert.deepEqual(
    failures.map((fault) => fault.cause),
    [cause],
  );
});

test("[M6] a bug in a command is thrown, not told", async () => {
  const { session } = await setUp();
  await assert.rejects(session.call(call("bug")), TypeError);
});
