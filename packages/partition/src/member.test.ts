import assert from "node:assert/strict";
import { test } from "node:test";
import { HandMember, joined, newTables } from "../test/hand-member.ts";
import { wakeAt } from "./member.ts";
import type { MemberId } from "./store.ts";
import { TIMING } from "./timing.ts";

const SETTINGS = { partitions: 4, fenced: false };
const FENCED = { partitions: 4, fenced: true };

const setUp = (settings = SETTINGS) => {
  const tables = newTables(settings);
  return { tables, member: joined(tables, settings) };
};

test("[P3] a member asks to join, and then renews every 500 ms, one heartbeat at a time", () => {
  const { member } = setUp();
  assert.equal(member.state.phase, "member");
  assert.equal(wakeAt(member.state), member.state.beatAtMs);
  member.pass(TIMING.beatMs).tick();
  assert.deepEqual(member.seen(), ["beat"]);
  member.pass(TIMING.beatMs).tick();
  assert.deepEqual(member.seen(), []);
  member.answer("beat");
  assert.deepEqual(member.seen(), ["beat"]);
});

test("[P3] a heartbeat without a row says that the member is dead: it drops all and joins anew", () => {
  const { tables, member } = setUp();
  const { id } = member.state;
  if (id === null) assert.fail();
  tables.execute({ kind: "leave", id });
  member.pass(TIMING.beatMs).tick().answer("beat");
  assert.deepEqual(member.seen(), ["beat", "died", "stop", "lose", "lose", "lose", "lose"]);
  member.handle({ kind: "stopped", turn: 1, isFinished: true }).yield("0", "1", "2");
  assert.equal(member.call("join"), undefined);
  member.yield("3").answer("join");
  assert.notEqual(member.state.id, id);
});

test("[P6] at the deadline a member stops before anything else, and owns again when renewed", () => {
  const { member } = setUp();
  member
    .pass(TIMING.beatMs)
    .tick()
    .pass(TIMING.actMs - TIMING.beatMs - 1)
    .fail("beat");
  assert.equal(member.held.length, 4);
  member.take();
  member.pass(1).tick();
  assert.deepEqual(member.seen().slice(0, 5), ["stop", "lose", "lose", "lose", "lose"]);
  member.handle({ kind: "stopped", turn: 1, isFinished: true }).yield("0", "1", "2", "3");
  member.take();
  member.pass(100).tick().answerAll();
  assert.equal(member.held.length, 4);
});

test("[P6] the lease counts from the sending, however late the answer", () => {
  const { member } = setUp();
  member.pass(TIMING.beatMs).tick();
  const sentAtMs = member.nowMs;
  member.pass(900).answer("beat");
  assert.equal(member.state.lease.untilMs, sentAtMs + TIMING.actMs);
});

test("[P6] after a sleep of the machine a member stops, and what it sent before renews nothing", () => {
  const { member } = setUp();
  member.pass(TIMING.beatMs).tick();
  const late = member.execute("beat");
  member.take();
  member
    .sleep(TIMING.partMs + 1)
    .pass(10)
    .handle({ kind: "answered", ...late });
  assert.deepEqual(member.seen().slice(0, 5), ["stop", "lose", "lose", "lose", "lose"]);
  assert.deepEqual(member.held, []);
});

test("[P7] a member that hung stops before it sends or does anything, whatever comes first", () => {
  for (const first of ["due", "tick", "answer", "changed"] as const) {
    const { member } = setUp();
    member.pass(TIMING.beatMs).tick();
    const late = member.execute("beat");
    if (first === "due") member.answerAll();
    member.take();
    member.pass(10_000);
    if (first === "tick" || first === "due") member.tick();
    if (first === "answer") member.handle({ kind: "answered", ...late });
    if (first === "changed") member.handle({ kind: "changed", delayMs: 0 });
    const seen = member.seen();
    assert.deepEqual(seen.slice(0, 5), ["stop", "lose", "lose", "lose", "lose"], first);
    assert.ok(
      seen.slice(5).every((each) => each === "beat" || each === "claim"),
      first,
    );
  }
});

test("[P13] who asks for the next view for the clock alone acts under the same epoch again", () => {
  for (const first of ["hang", "sleep", "answer"] as const) {
    const { member } = setUp();
    member.pass(TIMING.beatMs).tick();
    const late = member.execute("beat");
    member.take();
    if (first === "sleep") member.sleep(TIMING.partMs + 1);
    else member.pass(TIMING.actMs);
    // The lease is renewed before the application says what it saw.
    if (first === "answer") member.handle({ kind: "answered", ...late });
    member.handle({ kind: "stopped", turn: 1, isFinished: true });
    member.yield("0", "1", "2", "3").live(TIMING.beatMs);
    const seen = member.seen().filter((each) => each === "stop" || each === "act");
    assert.deepEqual(seen, ["stop", "act"], first);
  }
});

test("[P13] an application that does not stop within 5 s costs its member its place", () => {
  const { tables, member } = setUp();
  const { id } = member.state;
  tables.execute({ kind: "join" });
  member.pass(TIMING.beatMs).tick().answer("beat");
  assert.ok(member.seen().includes("stop"));
  for (let ms = 0; ms < TIMING.stopMs; ms += TIMING.beatMs) {
    assert.equal(member.state.phase, "member");
    member.yield("2", "3").pass(TIMING.beatMs).tick().answerAll();
  }
  assert.ok(member.seen().includes("died"));
  member.yield("0", "1", "2", "3").tick().answerAll();
  assert.equal(member.state.phase, "member");
  assert.notEqual(member.state.id, id);
});

test("[P8] a member above its quota loses, then releases, once the application has stopped", () => {
  const { tables, member } = setUp();
  const { id } = joined(tables, SETTINGS).state;
  if (id === null) assert.fail();
  member.pass(TIMING.beatMs).tick().answerAll();
  assert.deepEqual(member.held, ["0", "1"]);
  assert.equal(member.call("release"), undefined);
  member.yield("2", "3").answerAll();
  const released = [...tables.state.partitions].filter(([, { owner }]) => owner === null);
  assert.deepEqual(
    released.map(([key]) => key),
    ["2", "3"],
  );
});

test("[P15] an answer of another timeline ends the life of a member, and is not believed", () => {
  const { tables, member } = setUp();
  member.pass(TIMING.beatMs).tick();
  tables.server = { timeline: 2, session: "s2" };
  member.answer("beat");
  assert.ok(member.seen().includes("died"));
  assert.equal(member.state.id, null);
});

test("[P15] a view that was finished stops no view of a new life that has the same epoch", () => {
  const tables = newTables(SETTINGS);
  const before = tables.state;
  tables.state = { ...before, epoch: 1 };
  const member = joined(tables, SETTINGS);
  const { epoch } = member.state.barrier.acting ?? assert.fail("it does not act");
  member.handle({ kind: "stopped", turn: 1, isFinished: true });
  // A failover takes back what was committed last, with the epoch; the first join is two epochs on.
  tables.state = before;
  tables.server = { timeline: 2, session: "s2" };
  member.pass(TIMING.beatMs).tick().answer("beat").yield("0", "1", "2", "3");
  member.live(TIMING.watchMs + 1_000);
  assert.equal(member.state.seat?.epoch, epoch);
  assert.equal(member.state.barrier.acting?.epoch, epoch);
});

test("[P15] a claim or an acknowledgement from another timeline gives nothing", () => {
  for (const kind of ["claim", "acknowledge"] as const) {
    const tables = newTables(SETTINGS);
    const member = new HandMember(tables, SETTINGS).tick().answer("join");
    if (kind === "acknowledge") {
      tables.execute({ kind: "join" });
      member.answer("beat").handle({ kind: "stopped", turn: 1, isFinished: true });
    }
    const asked = member.execute(kind);
    member.take();
    member.handle({ kind: "answered", ...asked, answer: { ...asked.answer, timeline: 2 } });
    assert.ok(member.seen().includes("died"), kind);
    assert.deepEqual([member.held, member.state.id], [[], null]);
  }
});

test("[P15] nobody acts on a new timeline before one who joined on it has waited 3.3 s", () => {
  const tables = newTables(SETTINGS);
  tables.server = { timeline: 2, session: "s2" };
  const member = joined(tables, SETTINGS);
  member.live(TIMING.watchMs - 100);
  assert.deepEqual([member.held, member.seen().includes("act")], [[], false]);
  member.live(200);
  assert.equal(member.held.length, 4);
  assert.ok(member.seen().includes("act"));
});

test("[P15] where every effect is fenced there is no quiet time", () => {
  const tables = newTables(FENCED);
  tables.server = { timeline: 2, session: "s2" };
  assert.equal(joined(tables, FENCED).held.length, 4);
});

test("[P15] a member of the former timeline does not end the quiet time of the new one", () => {
  const tables = newTables(SETTINGS);
  tables.server = { timeline: 2, session: "s2" };
  const old = joined(tables, SETTINGS);
  old
    .live(TIMING.watchMs - 100)
    .pass(100)
    .tick();
  const late = old.call("steady")?.request ?? assert.fail("it did not ask");
  // The copy that takes over still knows the member.
  tables.server = { timeline: 3, session: "s3" };
  tables.execute(late);
  const first = joined(tables, SETTINGS);
  tables.execute(late);
  assert.equal(first.state.seat?.isSteady, false);
  first.live(1_000);
  assert.deepEqual(first.held, []);
});

test("[P8] what a claim took that the database did late is found by the next audit", () => {
  const { tables, member } = setUp();
  const other = joined(tables, SETTINGS);
  if (member.state.id === null) assert.fail();
  const late = { kind: "claim", id: member.state.id, quota: 4 } as const;
  member.pass(TIMING.beatMs).tick().answerAll().yield("2", "3").answerAll();
  tables.execute(late);
  assert.equal(member.held.length, 2);
  const held = () => [...tables.state.partitions.values()].filter(({ owner }) => owner === late.id);
  assert.equal(held().length, 4);
  for (let ms = 0; ms < 5_500; ms += 100) {
    member.live(100);
    other.live(100);
  }
  assert.deepEqual([held().length, other.held.length], [2, 2]);
});

test("[P6] a leaving member whose database is gone ends nevertheless", () => {
  const { member } = setUp();
  member.handle({ kind: "leave" });
  member.handle({ kind: "stopped", turn: 1, isFinished: true }).yield("0", "1", "2", "3");
  for (let ms = 0; ms < 10_000 && member.state.phase !== "gone"; ms += 100) {
    member.pass(100).tick();
    for (const kind of ["beat", "release", "leave", "claim"] as const) member.fail(kind);
  }
  assert.equal(member.state.phase, "gone");
  assert.ok(member.seen().includes("gone"));
});

test("[P2] a member that leaves hands over first, then goes, and is gone for good", () => {
  const { tables, member } = setUp();
  member.handle({ kind: "leave" });
  assert.equal(member.call("leave"), undefined);
  member
    .handle({ kind: "stopped", turn: 1, isFinished: true })
    .yield("0", "1", "2", "3")
    .answerAll();
  assert.deepEqual([member.state.phase, tables.state.members.size], ["gone", 0]);
  assert.equal(member.seen().at(-1), "gone");
});

test("[P2] a member that leaves releases what it has first: no row of a name stays behind", () => {
  const { tables, member } = setUp();
  member.handle({ kind: "want", keys: ["room/1", "room/2"] });
  member.answerAll();
  assert.equal(tables.state.names.size, 2);
  // An answer that is on its way may bring another.
  member.handle({ kind: "want", keys: ["room/3"] }).handle({ kind: "leave" });
  member
    .handle({ kind: "stopped", turn: 1, isFinished: true })
    .yield(...member.state.holdings.keys());
  assert.equal(member.call("leave"), undefined);
  member.answerAll();
  assert.deepEqual([member.state.phase, tables.state.names.size], ["gone", 0]);
});

test("[P2] a member that an operator drains leaves", () => {
  const { tables, member } = setUp();
  if (member.state.id === null) assert.fail();
  tables.drain(member.state.id);
  member.pass(TIMING.beatMs).tick().answer("beat");
  assert.equal(member.state.phase, "leaving");
});

test("[P12] where partitions have weights a member parts with those that even the load", () => {
  const { tables, member } = setUp();
  joined(tables, SETTINGS);
  const loads = new Map([
    ["0", 9],
    ["1", 9],
    ["2", 1],
    ["3", 1],
  ]);
  member.handle({ kind: "weighed", loads });
  member.pass(TIMING.beatMs).tick().answerAll();
  // The other has nothing: half the load is one heavy and one light partition.
  assert.deepEqual(
    member.held.map((key) => loads.get(key)),
    [9, 1],
  );
});

test("[P16] a dropped lock is a reason to bury only where every effect is fenced", () => {
  for (const settings of [SETTINGS, FENCED]) {
    const { tables, member } = setUp(settings);
    const { id } = joined(tables, settings).state;
    member.handle({ kind: "dropped", id: id as MemberId });
    assert.equal(member.call("bury") !== undefined, settings.fenced);
  }
});
