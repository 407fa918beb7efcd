import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { connect, count, held, openReplica, type Replica, told } from "../../test/fake-peers.ts";
import { notes, places, START_MS, shown } from "../../test/place.ts";
import type { SyncEvent } from "./event.ts";
import { frame } from "./frames.ts";
import type { Link } from "./link.ts";
import { ASK_EVERY_MS } from "./offset.ts";
import { SILENT_MS } from "./session.ts";
import { STALLED_MS } from "./stall.ts";
import { CREDIT } from "./traffic.ts";
import { encodeMessage, type Message, SYNC_VERSION } from "./wire.ts";

const SEED = 11;

/** A replica with a link to somebody who says what the test wants. */
async function victim() {
  const replica = await openReplica();
  await replica.space.write(places, { person: "a", x: 1 });
  const events: SyncEvent[] = [];
  let closed = 0;
  const pipe = { send: () => undefined, close: () => void (closed += 1) };
  const link = replica.sync.connect(pipe, { onEvent: (event) => void events.push(event) });
  return { ...replica, link, events, closed: () => closed };
}

function say(link: Link, message: Message): void {
  link.take(frame(encodeMessage(message)));
}

function hello(replica: Replica, changes: Partial<Message<"hello">> = {}): Message<"hello"> {
  const from = Math.floor(replica.space.dueMs / 10_000) + 1;
  return { is: "hello", version: SYNC_VERSION, from, digest: 7n, ...changes };
}

const nothing = { last: 1, seen: [] };
const WRONG: readonly (readonly [string, string, (replica: Replica) => Message[]])[] = [
  ["a record before the hello", "bad_frame", () => [{ is: "record", bytes: new Uint8Array(9) }]],
  ["a second hello", "bad_frame", (to) => [hello(to), hello(to)]],
  ["another version", "bad_version", (to) => [hello(to, { version: 2 })]],
  ["a same that is not due", "bad_frame", (to) => [hello(to), { is: "same" }]],
  ["a done that is not due", "bad_frame", (to) => [hello(to), { is: "done" }]],
  ["an answer to nothing", "bad_frame", (to) => [hello(to), { is: "seen", ...nothing }]],
  ["a time unasked for", "bad_frame", (to) => [hello(to), { is: "time", nowMs: 1 }]],
  ["credit beyond the window", "bad_frame", (to) => [hello(to), { is: "credit", records: 1 }]],
  ["no credit", "bad_frame", (to) => [hello(to), { is: "credit", records: 0 }]],
  [
    "bytes that are no record",
    "bad_record",
    (to) => [hello(to), { is: "record", bytes: new Uint8Array(200) }],
  ],
  [
    "questions without end",
    "too_much",
    (to) => [hello(to), ...Array.from({ length: 2_000 }, (): Message => ({ is: "when" }))],
  ],
];

for (const [what, code, messages] of WRONG) {
  test(`[R7] dropped with a reason, the space untouched: ${what}`, async () => {
    const to = await victim();
    const before = held(to.space);
    for (const message of messages(to)) say(to.link, message);
    assert.deepEqual(
      to.events.map((event) => ("code" in event ? event.code : event.is)),
      [code],
    );
    assert.equal(to.closed(), 1);
    assert.deepEqual(held(to.space), before);
    // It is not listened to any more, and costs no time.
    say(to.link, hello(to));
    assert.deepEqual([to.events.length, to.timers.waiting], [1, 0]);
  });
}

test("[R7] no more comparisons than there is time for", async () => {
  const to = await victim();
  // The victim's own digests tell its space's mark: it is what an honest peer would know.
  const other = await openReplica();
  const line = connect([to.sync, other.sync]);
  await line.settled();
  const own = [...line.a.said, ...line.b.said].find(({ is }) => is === "slots");
  assert.ok(own?.is === "slots");
  say(to.link, hello(to, { digest: 0n }));
  const slots: Message = { ...own, slots: [] };
  for (let round = 0; round < 20; round += 1) say(to.link, slots);
  assert.deepEqual(
    to.events.map((event) => ("code" in event ? event.code : event.is)),
    ["too_much"],
  );
});

test("[R7] in one round the same slot is not told of twice", async () => {
  const other = await openReplica();
  for (const [second, code] of [
    [0, "bad_frame"],
    [2 ** 53 - 2, ""],
  ] as const) {
    const to = await victim();
    const line = connect([to.sync, other.sync]);
    await line.settled();
    const own = [...line.a.said, ...line.b.said].find(({ is }) => is === "slots");
    assert.ok(own?.is === "slots");
    say(to.link, hello(to, { digest: 0n }));
    say(to.link, { ...own, slots: [], last: 0, from: 0, to: 2 ** 53 - 2 });
    say(to.link, { ...own, slots: [], last: 1, from: second, to: 2 ** 53 - 1 });
    assert.equal(told({ ...line.a, events: to.events }).join(), code && `ended ${code}`);
    to.link.close();
  }
});

test("[R7] once it is closed nobody is said anything", async () => {
  const { sync, timers } = await openReplica();
  sync.close();
  let [said, closed] = [0, 0];
  const pipe = { send: () => void (said += 1), close: () => void (closed += 1) };
  const events: SyncEvent[] = [];
  const link = sync.connect(pipe, { onEvent: (event) => void events.push(event) });
  say(link, { is: "hello", version: SYNC_VERSION, from: 0, digest: 1n });
  assert.deepEqual([said, closed, timers.waiting], [0, 1, 0]);
  assert.equal(events.length, 1);
});

test("[R7] what throws here ends the link, not the process", async () => {
  const { sync } = await openReplica();
  const events: SyncEvent[] = [];
  let said = 0;
  const send = () => {
    said += 1;
    if (said > 1) throw new RangeError("a bug");
  };
  const onEvent = (event: SyncEvent) => void events.push(event);
  const link = sync.connect({ send, close: () => undefined }, { onEvent });
  say(link, { is: "hello", version: SYNC_VERSION, from: 0, digest: 1n });
  say(link, { is: "when" });
  assert.deepEqual(events, [{ is: "ended", code: "failed", reason: "a bug" }]);
});

test("[R7] [R42] who was silent while nothing was due has its time to answer", async () => {
  const [a, b] = [await openReplica(), await openReplica()];
  a.clock.nowMs = START_MS + 100_000;
  await a.space.write(places, { person: "a", x: 1 });
  const line = connect([a.sync, b.sync]);
  await line.settled();
  b.timers.pass(2 * SILENT_MS);
  b.clock.nowMs += 40_000;
  // It asks again for what was ahead; the answer takes more than a tick, but not as long as it may.
  line.a.isHeld = true;
  b.timers.pass(SILENT_MS - 1_000);
  line.a.isHeld = false;
  await line.settled();
  assert.deepEqual([shown(b.space), told(line.b).at(-1)], [{ a: 1 }, "synced"]);
});

test("[R7] [R43] a node that does not tell its time when it is asked again is dropped", async () => {
  const [a, b] = [await openReplica(), await openReplica()];
  const line = connect([a.sync, b.sync], [{ isNode: true }, {}]);
  await line.settled();
  line.b.isHeld = true;
  a.timers.pass(ASK_EVERY_MS + SILENT_MS - 1_000);
  assert.deepEqual(told(line.a), ["synced", "offset"]);
  a.timers.pass(2_000);
  assert.deepEqual(told(line.a).at(-1), "ended silent");
});

test("[R7] records without credit drop their sender before they are judged", async () => {
  const to = await victim();
  say(to.link, hello(to));
  const from = await openReplica();
  const records: Message[] = [];
  for (let x = 0; x <= CREDIT; x += 1) {
    const { bytes } = await from.space.write(notes, { person: "n", x });
    records.push({ is: "record", bytes });
  }
  for (const record of records) say(to.link, record);
  assert.deepEqual(
    to.events.map((event) => ("code" in event ? event.code : event.is)),
    ["over_credit"],
  );
});

test("[R7] any bytes, from any honest beginning, drop the peer or change nothing", async () => {
  const from = await openReplica();
  const { bytes } = await from.space.write(places, { person: "b", x: 1 });
  let dropped = 0;
  const garbage = fc.array(fc.uint8Array({ minLength: 1, maxLength: 120 }), { maxLength: 6 });
  const flip = fc.record({ at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) });
  await fc.assert(
    fc.asyncProperty(garbage, flip, async (chunks, { at, by }) => {
      const to = await victim();
      const before = held(to.space);
      say(to.link, hello(to));
      const bad = frame(encodeMessage({ is: "record", bytes }));
      bad[3 + (at % (bad.length - 3))]! ^= by;
      for (const chunk of chunks) to.link.take(chunk);
      to.link.take(bad);
      for (
        let turn = 0;
        to.events.length === 0 && turn < 100_000 && chunks.length === 0;
        turn += 1
      ) {
        await new Promise(setImmediate);
      }
      dropped += Number(to.events.at(-1)?.is === "ended");
      assert.deepEqual(held(to.space), before);
      to.link.close();
    }),
    { seed: SEED, numRuns: 200 },
  );
  assert.ok(dropped > 100, `${dropped} dropped`);
});

test("[R7] who says nothing is dropped, and who is done may be silent", async () => {
  const to = await victim();
  to.timers.pass(SILENT_MS);
  assert.deepEqual(
    to.events.map((event) => ("code" in event ? event.code : event.is)),
    ["silent"],
  );
  const [a, b] = [await openReplica(), await openReplica()];
  const line = connect([a.sync, b.sync]);
  await line.settled();
  a.timers.pass(10 * SILENT_MS);
  assert.deepEqual(told(line.a), ["synced"]);
});

test("[R7] no more than the credit is on its way, and what leaves the space leaves the queue", async () => {
  const [a, b] = [await openReplica(), await openReplica()];
  const line = connect([a.sync, b.sync]);
  await line.settled();
  line.b.isHeld = true;
  for (let x = 0; x < CREDIT + 50; x += 1) await a.space.write(notes, { person: "n", x });
  for (let x = 0; x < 100; x += 1) await a.space.write(places, { person: "p", x });
  await line.settled();
  assert.equal(count(line.a, "record"), CREDIT);
  a.timers.pass(STALLED_MS);
  // It says so once, and the places that were beaten meanwhile are not among them.
  a.timers.pass(SILENT_MS);
  const stalled = line.a.events.filter(({ is }) => is === "stalled");
  assert.deepEqual(stalled, [{ is: "stalled", waiting: 51 }]);
  line.b.isHeld = false;
  await line.settled();
  assert.equal(count(line.a, "record"), CREDIT + 51);
  assert.deepEqual(held(a.space), held(b.space));
});

test("[R42] a forged record drops who sent it, and nothing is counted as seen", async () => {
  const to = await victim();
  say(to.link, hello(to));
  const from = await openReplica();
  const { bytes, ...record } = await from.space.write(places, { person: "b", x: 1 });
  const forged = bytes.slice();
  forged[forged.length - 1]! ^= 1;
  say(to.link, { is: "record", bytes: forged });
  while (to.events.length === 0) await new Promise(setImmediate);
  assert.deepEqual(to.events[0], {
    is: "ended",
    code: "bad_record",
    reason: "bad_signature: the signature does not fit",
  });
  assert.equal(to.ledger.hasSeen({ bytes, ...record }), false);
});

test("[R42] only a node's word replaces the check of a signature", async () => {
  for (const isNode of [false, true]) {
    const [from, to] = [await openReplica(), await openReplica({ verifier: { verify: refuse } })];
    await from.space.write(places, { person: "a", x: 1 });
    const line = connect([from.sync, to.sync], [{}, { isNode }]);
    await line.settled();
    assert.deepEqual(shown(to.space), isNode ? { a: 1 } : {});
    assert.equal(told(line.b).includes("ended bad_record"), !isNode);
  }
});

async function refuse(): Promise<boolean> {
  return false;
}

test("[R42] what one replica cannot judge or allow is refused once, and digests agree", async () => {
  const models = [places];
  const peers = [
    {},
    { mayWrite: ({ key }: { key: string }) => (key === "b" ? "not b" : null) },
  ] as const;
  const [a, b] = [await openReplica(), await openReplica({ models })];
  await a.space.write(notes, { person: "a", x: 1 });
  for (const person of ["a", "b"]) await a.space.write(places, { person, x: 1 });
  const line = connect([a.sync, b.sync], peers);
  await line.settled();
  assert.deepEqual(shown(b.space), { a: 1 });
  assert.deepEqual(told(line.b).toSorted(), [
    "rejected forbidden",
    "rejected unknown_model",
    "synced",
  ]);
  line.cut();
  const again = connect([a.sync, b.sync], peers);
  await again.settled();
  assert.deepEqual([told(again.a), told(again.b)], [["synced"], ["synced"]]);
  assert.ok(again.a.bytes + again.b.bytes <= 64);
  // Allowed later, and offered by hand, it is counted once.
  for (const { record } of a.space.records()) await b.space.receive(record.bytes);
  again.cut();
  const third = connect([a.sync, b.sync]);
  await third.settled();
  assert.ok(third.a.bytes + third.b.bytes <= 64);
  assert.deepEqual(shown(b.space), { a: 1, b: 1 });
});

test("[R42] what is too far ahead moves no clock, and is asked for again when it is due", async () => {
  const [a, b] = [await openReplica(), await openReplica()];
  a.clock.nowMs = START_MS + 90_000;
  await a.space.write(places, { person: "a", x: 1 });
  const line = connect([a.sync, b.sync]);
  await line.settled();
  assert.deepEqual([shown(b.space), told(line.b)], [{}, ["rejected ahead", "synced"]]);
  assert.deepEqual(b.space.nextWatermark(), { wallMs: START_MS, count: 0 });
  b.timers.pass(20_000);
  await line.settled();
  assert.equal(count(line.a, "record"), 1);
  b.clock.nowMs += 30_000;
  b.timers.pass(1_000);
  await line.settled();
  b.timers.pass(20_000);
  await line.settled();
  assert.deepEqual(shown(b.space), { a: 1 });
  assert.deepEqual(told(line.b), ["rejected ahead", "synced", "synced"]);
});
