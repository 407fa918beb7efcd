import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, count, openReplica, told } from "../../test/fake-peers.ts";
import { FakeTimers } from "../../test/fake-timers.ts";
import { newIdentity, notes, openSpace, places, START_MS, shown } from "../../test/place.ts";
import { text } from "../../test/told-view.ts";
import { map } from "../models/map.ts";
import { multiRegister } from "../models/multi-register.ts";
import type { SignedRecord } from "../record.ts";
import type { Space } from "../space.ts";
import { CorrectedClock } from "./corrected-clock.ts";
import { Ledger } from "./ledger.ts";
import { openSync } from "./sync.ts";

const LIFETIME_MS = 30 * 60_000;
const SLOW_MS = -40 * 60_000;
const FAST_MS = 2 * 60_000;
const plan = multiRegister({ name: "plan", value: text });
const names = map({ name: "names", value: text });
const MODELS = [places, notes, plan, names];

/** A phone whose device is wrong, and a node; the same time passes for both. */
async function meeting(offMs: number) {
  const node = await openReplica({ models: MODELS, lifetimeMs: LIFETIME_MS });
  const timers = new FakeTimers();
  const clock = new CorrectedClock({
    now: () => START_MS + offMs + timers.monotonic(),
    monotonic: () => timers.monotonic(),
  });
  const [ledger, identity] = [new Ledger(), await newIdentity()];
  const options = { models: MODELS, lifetimeMs: LIFETIME_MS };
  const space = await openSpace({ clock, ledger, identity, ...options });
  const phone = { clock, timers, space, sync: await openSync({ space, ledger, timers, clock }) };
  const pass = (ms: number) => {
    timers.pass(ms);
    node.clock.nowMs += ms;
    for (const each of [node, phone]) each.space.expire();
  };
  const meet = () => connect([phone.sync, node.sync], [{ isNode: true }, { mayErase: () => null }]);
  return { node, phone, pass, meet };
}

type Line = ReturnType<typeof connect>;

/** Until both are, and nothing more comes: signing takes its time. */
async function synced(line: Line): Promise<void> {
  let said = -1;
  while (![line.a, line.b].every((end) => told(end).includes("synced")) || said !== sizeOf(line)) {
    said = sizeOf(line);
    await new Promise((resolve) => setTimeout(resolve, 10));
    await line.settled();
  }
}

function sizeOf(line: Line): number {
  return line.a.bytes + line.b.bytes;
}

function stamps(space: Space): readonly number[] {
  return space.view(notes).map(({ stamp }) => stamp.wallMs - START_MS);
}

function numbersIn(space: Space): readonly number[] {
  return space.view(notes).map(({ value }) => value.x);
}

for (const offMs of [SLOW_MS, FAST_MS]) {
  const wrong = offMs < 0 ? "40 minutes slow" : "2 minutes fast";

  test(`[R44] what a phone ${wrong} wrote before it met the node is taken, at its true time`, async () => {
    const { node, phone, pass, meet } = await meeting(offMs);
    await phone.space.write(notes, { person: "phone", x: 1 });
    await phone.space.write(places, { person: "ann", x: 1 });
    pass(3_000);
    await node.space.write(notes, { person: "node", x: 2 });
    for (const person of ["bob", "carl"]) await node.space.write(places, { person, x: 2 });
    pass(3_000);
    await phone.space.write(notes, { person: "phone", x: 3 });
    await phone.space.write(places, { person: "ann", x: 3 });
    for (const person of ["bob", "carl"]) await phone.space.write(places, { person, x: 3 });
    pass(3_000);
    await node.space.write(places, { person: "bob", x: 4 });
    const line = meet();
    await synced(line);
    assert.deepEqual(told(line.b), ["synced"]);
    for (const { space } of [node, phone]) {
      assert.deepEqual(stamps(space), [0, 3_000, 6_000]);
      assert.deepEqual(shown(space), { ann: 3, bob: 4, carl: 3 });
      for (const { record } of space.records()) {
        assert.equal(record.expiresAt, START_MS + LIFETIME_MS);
      }
    }
    // From here on it writes in the node's time, and is taken at once.
    await phone.space.write(notes, { person: "phone", x: 5 });
    await line.settled();
    assert.deepEqual(stamps(node.space).at(-1), 9_000);
    line.cut();
    const again = meet();
    await synced(again);
    assert.equal(count(again.a, "record") + count(again.b, "record"), 0);
  });
}

test("[R44] nothing goes to a node before its time is known, and all of it then", async () => {
  const { node, phone, meet } = await meeting(SLOW_MS);
  await phone.space.write(notes, { person: "phone", x: 1 });
  const line = meet();
  line.b.isHeld = true;
  await line.settled();
  assert.equal(count(line.a, "record"), 0);
  line.b.isHeld = false;
  await synced(line);
  assert.equal(count(line.a, "record"), 1);
  assert.equal(node.space.view(notes).length, 1);
});

test("[R44] what somebody has keeps its stamp, and nothing is stamped below it", async () => {
  const { node, phone, pass, meet } = await meeting(30_000);
  const friend = await openReplica({ models: MODELS, lifetimeMs: LIFETIME_MS });
  const first = await phone.space.write(notes, { person: "phone", x: 1 });
  const early = connect([phone.sync, friend.sync]);
  await early.settled();
  early.cut();
  pass(1_000);
  await phone.space.write(notes, { person: "phone", x: 2 });
  const line = meet();
  await synced(line);
  const held = node.space
    .view(notes)
    .map(({ stamp, value }) => [value.x, stamp.wallMs, stamp.count]);
  const { wallMs } = first.stamp;
  assert.deepEqual(held, [
    [1, wallMs, 0],
    [2, wallMs, 1],
  ]);
});

test("[R44] what a fast phone wrote after it had met a friend is held, and taken when it is due", async () => {
  const { node, phone, pass, meet } = await meeting(FAST_MS);
  const friend = await openReplica({ models: MODELS, lifetimeMs: LIFETIME_MS });
  const write = (x: number) => phone.space.write(notes, { person: "phone", x });
  await write(1);
  const early = connect([phone.sync, friend.sync]);
  await early.settled();
  early.cut();
  for (const x of [2, 3]) await write(x);
  const line = meet();
  await synced(line);
  await write(4);
  assert.deepEqual(numbersIn(phone.space), [1, 2, 3, 4]);
  await line.settled();
  pass(FAST_MS);
  node.timers.pass(10_000);
  await synced(line);
  assert.deepEqual(numbersIn(node.space), [1, 2, 3, 4]);
  for (const { record } of node.space.records()) {
    assert.ok(record.expiresAt <= START_MS + FAST_MS + LIFETIME_MS);
  }
});

test("[R1] [R44] what goes to somebody while others are signed anew does not end above them", async () => {
  const keys = await newIdentity();
  let signing: (() => void) | null = null;
  const identity = {
    ...keys,
    sign: async (bytes: Uint8Array<ArrayBuffer>) => {
      signing?.();
      return keys.sign(bytes);
    },
  };
  const clock = new CorrectedClock({ now: () => START_MS + FAST_MS, monotonic: () => 0 });
  const space = await openSpace({ clock, identity });
  const all: SignedRecord[] = [];
  for (const x of [1, 2, 3]) all.push(await space.write(notes, { person: "phone", x }));
  signing = () => space.sent(all[0]!);
  const correct = () => clock.correct({ offsetMs: -FAST_MS, withinMs: 0 });
  assert.equal(await space.stampAnew(-FAST_MS, correct), 2);
  assert.deepEqual(numbersIn(space), [1, 2, 3]);
});

test("[R44] a value that was seen stays hidden when both are stamped anew", async () => {
  const { node, phone, pass, meet } = await meeting(FAST_MS);
  for (const value of ["north", "south"]) {
    await phone.space.write(plan, plan.set(phone.space.view(plan), value));
    pass(1_000);
  }
  const line = meet();
  await synced(line);
  for (const { space } of [node, phone]) {
    assert.deepEqual(
      Array.from(space.view(plan).items, ({ value }) => value),
      ["south"],
    );
  }
});

test("[R44] what was removed does not come back, though its author's clock was ahead", async () => {
  const { node, phone, meet } = await meeting(FAST_MS);
  const friend = await openReplica({ models: MODELS, lifetimeMs: LIFETIME_MS });
  friend.clock.nowMs += 50_000;
  const early = connect([phone.sync, friend.sync]);
  const { bytes, expiresAt } = await friend.space.write(names, names.put("a", "Ann"));
  await synced(early);
  early.cut();
  await node.space.receive(bytes);
  await phone.space.write(names, names.remove("a"));
  const line = meet();
  await synced(line);
  const held = Array.from(node.space.records(), ({ record }) => record.expiresAt);
  assert.deepEqual([node.space.view(names).items.size, held], [0, [expiresAt]]);
});

test("[R44] an erase of a slow phone reaches others, and covers what it had erased", async () => {
  const { node, phone, pass, meet } = await meeting(SLOW_MS);
  await phone.space.write(notes, { person: "phone", x: 1 });
  await node.space.write(notes, { person: "node", x: 1 });
  pass(1_000);
  await phone.space.eraseAll();
  pass(1_000);
  await phone.space.write(notes, { person: "phone", x: 2 });
  await node.space.write(notes, { person: "node", x: 2 });
  const line = meet();
  await synced(line);
  for (const { space } of [node, phone]) {
    assert.deepEqual(
      space.view(notes).map(({ value }) => value.x),
      [2, 2],
    );
  }
});

test("[R44] what is written while the clock is set right is stamped by the right one", async () => {
  const { node, phone, meet } = await meeting(FAST_MS);
  const before = Array.from({ length: 5 }, (_, x) =>
    phone.space.write(notes, { person: "phone", x }),
  );
  const line = meet();
  const met = synced(line);
  const during: Promise<unknown>[] = [];
  const write = async () => {
    await new Promise(setImmediate);
    during.push(phone.space.write(notes, { person: "phone", x: during.length + 5 }));
  };
  while (!phone.clock.isKnown) await write();
  await write();
  await Promise.all([met, ...before, ...during]);
  await synced(line);
  assert.deepEqual(told(line.b), ["synced"]);
  const all = node.space.view(notes);
  assert.deepEqual(
    all.map(({ value }) => value.x),
    Array.from({ length: during.length + 5 }, (_, x) => x),
  );
  assert.ok(all.every(({ stamp }) => stamp.wallMs === START_MS));
});

test("[R44] a clock that is right has nothing stamped anew", async () => {
  const { node, phone, meet } = await meeting(0);
  const { bytes } = await phone.space.write(notes, { person: "phone", x: 1 });
  const line = meet();
  await synced(line);
  assert.equal(phone.clock.isKnown, true);
  assert.deepEqual([...([...node.space.records()][0]?.record.bytes ?? [])], [...bytes]);
});
