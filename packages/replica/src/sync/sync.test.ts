import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClock } from "../../test/fake-clock.ts";
import { connect, count, held, named, openReplica, told } from "../../test/fake-peers.ts";
import { FakeTimers } from "../../test/fake-timers.ts";
import { notes, openSpace, places, START_MS, shown } from "../../test/place.ts";
import { MemoryStore } from "../memory.ts";
import { SLOT_MS } from "../slot.ts";
import { Ledger } from "./ledger.ts";
import { openSync } from "./sync.ts";

const IDLE_BYTES_MAX = 64;
/** A node whose time is another is asked once more before a clock is moved. */
const ASK_AGAIN_BYTES = 10;

test("[R5] two replicas that hold the same are done in one round trip of at most 64 bytes", async () => {
  const [a, b] = [await openReplica(), await openReplica()];
  for (let x = 0; x < 20; x += 1) {
    const { bytes } = await a.space.write(notes, { person: `p${x}`, x });
    await b.space.receive(bytes);
  }
  // A beaten record is seen by one alone: what they hold is the same.
  await a.space.write(places, { person: "a", x: 1 });
  await b.space.receive((await a.space.write(places, { person: "a", x: 2 })).bytes);
  const line = connect([a.sync, b.sync], [{ isNode: true }, {}]);
  await line.settled();
  assert.deepEqual([told(line.a), told(line.b)], [["synced", "offset"], ["synced"]]);
  const bytes = line.a.bytes + line.b.bytes;
  assert.ok(bytes <= IDLE_BYTES_MAX, `${bytes} bytes`);
});

test("[R5] a clock that is behind or ahead costs no more, and only slots open at both count", async () => {
  const [a, b] = [await openReplica(), await openReplica()];
  const early = await a.space.write(places, { person: "early", x: 1 });
  a.clock.nowMs = b.clock.nowMs = START_MS + 2 * SLOT_MS;
  const { bytes } = await a.space.write(places, { person: "late", x: 1 });
  await b.space.receive(bytes);
  // For b the first slot is over; a still has it.
  b.clock.nowMs = early.expiresAt;
  b.space.expire();
  for (const [one, two] of [
    [a, b],
    [b, a],
  ] as const) {
    const line = connect([one.sync, two.sync], [{ isNode: true }, {}]);
    await line.settled();
    assert.deepEqual([told(line.a).includes("synced"), told(line.b)], [true, ["synced"]]);
    assert.equal(count(line.a, "record") + count(line.b, "record"), 0);
    assert.ok(line.a.bytes + line.b.bytes <= IDLE_BYTES_MAX + ASK_AGAIN_BYTES);
    line.cut();
  }
});

test("[R5] each gets what it lacks and no more, over bytes that are cut anywhere", async () => {
  for (const chunkBytes of [1, 7, 1_000]) {
    const [a, b] = [await openReplica(), await openReplica()];
    for (let x = 0; x < 30; x += 1) {
      const from = x % 3 === 0 ? b : a;
      const record = await from.space.write(notes, { person: "n", x });
      if (x % 3 === 2) await b.space.receive(record.bytes);
      a.clock.nowMs += 1_000;
      b.clock.nowMs += 1_000;
    }
    const line = connect([a.sync, b.sync], [{}, {}], chunkBytes);
    await line.settled();
    assert.deepEqual(held(a.space), held(b.space));
    assert.equal(held(a.space).length, 30);
    assert.deepEqual([count(line.a, "record"), count(line.b, "record")], [10, 10]);
    assert.deepEqual([told(line.a), told(line.b)], [["synced"], ["synced"]]);
    line.cut();
  }
});

test("[R5] what differs is compared, not what is held: a break costs a slot, not the space", async () => {
  const [a, b] = [await openReplica(), await openReplica()];
  for (let x = 0; x < 300; x += 1) {
    a.clock.nowMs = b.clock.nowMs = START_MS + Math.floor(x / 60) * SLOT_MS;
    await b.space.receive((await a.space.write(notes, { person: "n", x })).bytes);
  }
  await a.space.write(notes, { person: "new", x: 1 });
  const line = connect([a.sync, b.sync]);
  await line.settled();
  assert.deepEqual([count(line.a, "record"), count(line.b, "record")], [1, 0]);
  const record = line.a.said.find(({ is }) => is === "record");
  const rest = line.a.bytes + line.b.bytes - (record?.is === "record" ? record.bytes.length : 0);
  assert.ok(rest < 300, `${rest} bytes beside the record`);
});

test("[R5] what is written from now on follows, and goes to nobody who sent it", async () => {
  const [a, b, c] = [await openReplica(), await openReplica(), await openReplica()];
  const [ab, bc] = [connect([a.sync, b.sync]), connect([b.sync, c.sync])];
  const settled = async () => {
    for (let turn = 0; turn < 4; turn += 1) await Promise.all([ab.settled(), bc.settled()]);
  };
  await settled();
  for (let x = 0; x < 10; x += 1) await a.space.write(places, { person: `p${x}`, x });
  await c.space.write(places, { person: "c", x: 1 });
  await settled();
  assert.deepEqual(shown(c.space), shown(a.space));
  assert.deepEqual(shown(b.space), shown(a.space));
  assert.equal(Object.keys(shown(a.space)).length, 11);
  assert.deepEqual([count(ab.a, "record"), count(ab.b, "record")], [10, 1]);
  assert.deepEqual([count(bc.a, "record"), count(bc.b, "record")], [10, 1]);
});

test("[R5] what was seen and beaten is not sent again", async () => {
  const [a, b] = [await openReplica(), await openReplica()];
  const old = await a.space.write(places, { person: "a", x: 1 });
  await b.space.receive(old.bytes);
  await b.space.receive((await a.space.write(places, { person: "a", x: 2 })).bytes);
  // c still has the old one, and something else, so that the slot differs.
  const c = await openReplica();
  await c.space.receive(old.bytes);
  await c.space.write(places, { person: "c", x: 1 });
  const line = connect([b.sync, c.sync]);
  await line.settled();
  assert.deepEqual([count(line.a, "record"), count(line.b, "record")], [1, 1]);
  assert.deepEqual(held(b.space), held(c.space));
});

test("[R5] what a peer claims to have seen is believed of itself alone", async () => {
  const [a, b, liar] = [await openReplica(), await openReplica(), await openReplica()];
  const { bytes } = await a.space.write(places, { person: "a", x: 1 });
  const other = await liar.space.write(places, { person: "z", x: 1 });
  assert.equal((await liar.space.receive(bytes)).status, "accepted");
  // It says so of what it has let go as well: its word must not keep b from asking others.
  liar.space.erase({ wallMs: START_MS, count: 99 });
  assert.ok(liar.ledger.hasSeen(other));
  await b.space.write(places, { person: "b", x: 1 });
  const first = connect([b.sync, liar.sync]);
  await first.settled();
  assert.ok(named(first.b.said).some((is) => is === "ask" || is === "seen"));
  first.cut();
  const second = connect([b.sync, a.sync]);
  await second.settled();
  assert.deepEqual(shown(b.space), { a: 1, b: 1 });
});

test("[R5] closing a slot drops its digests, what was seen of it, and what waits to be sent", async () => {
  const { clock, space, ledger } = await openReplica();
  const first = await space.write(places, { person: "a", x: 1 });
  clock.nowMs += SLOT_MS;
  const second = await space.write(places, { person: "b", x: 1 });
  const slots = [first, second].map(({ expiresAt }) => expiresAt / SLOT_MS);
  assert.deepEqual(
    ledger.slots(0).map(({ slot }) => slot),
    slots,
  );
  const went: string[] = [];
  ledger.listen({ came: () => undefined, went: ({ entry }) => void went.push(entry.key) });
  clock.nowMs = first.expiresAt;
  space.expire();
  assert.deepEqual(
    ledger.slots(0).map(({ slot }) => slot),
    slots.slice(1),
  );
  assert.deepEqual([ledger.hasSeen(first), ledger.hasSeen(second)], [false, true]);
  assert.deepEqual(went, ["a"]);
  space.erase(space.nextWatermark());
  assert.deepEqual([ledger.slots(0), ledger.hasSeen(second), went], [[], true, ["a", "b"]]);
});

test("[R5] replicas of another space, or of another lifetime, part without saying what they hold", async () => {
  for (const options of [{ name: "march 2" }, { lifetimeMs: 70_000 }]) {
    const [a, b] = [await openReplica(), await openReplica(options)];
    const line = connect([a.sync, b.sync]);
    await line.settled();
    assert.ok([...told(line.a), ...told(line.b)].includes("ended wrong_space"));
    assert.ok(
      named([...line.a.said, ...line.b.said]).every((is) => is === "hello" || is === "slots"),
    );
  }
});

test("[R5] a space without a ledger, or with another, is not synchronised", async () => {
  const [clock, timers] = [new FakeClock(START_MS), new FakeTimers()];
  for (const more of [{}, { ledger: new Ledger() }]) {
    const space = await openSpace({ clock, ...more });
    await assert.rejects(openSync({ space, ledger: new Ledger(), timers }), TypeError);
  }
});

test("[R5] a store that is opened again is in the digest, once it is prepared", async () => {
  const store = new MemoryStore();
  const before = await openSpace({ clock: new FakeClock(START_MS), store });
  const { bytes } = await before.write(places, { person: "a", x: 1 });
  await assert.rejects(openReplica({ store }), { name: "TypeError", message: /prepare/ });
  const ledger = new Ledger();
  await ledger.prepare(store);
  const [a, b] = [await openReplica({ store, ledger }), await openReplica()];
  await b.space.receive(bytes);
  assert.equal(ledger.digest(0), b.ledger.digest(0));
  a.space.erase(a.space.nextWatermark());
  assert.equal(ledger.digest(0), 0n);
});
