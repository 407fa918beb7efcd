import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, openReplica, told } from "../../test/fake-peers.ts";
import { FakeTimers } from "../../test/fake-timers.ts";
import { newIdentity, openSpace, places, START_MS, shown } from "../../test/place.ts";
import { CorrectedClock } from "./corrected-clock.ts";
import { Ledger } from "./ledger.ts";
import { ASK_EVERY_MS, Offset } from "./offset.ts";
import { openSync } from "./sync.ts";

async function phone(offMs: number) {
  const timers = new FakeTimers();
  const device = {
    now: () => START_MS + offMs + timers.monotonic(),
    monotonic: () => timers.monotonic(),
  };
  const clock = new CorrectedClock(device);
  const ledger = new Ledger();
  const space = await openSpace({ clock, ledger, identity: await newIdentity() });
  return { clock, timers, space, sync: await openSync({ space, ledger, timers, clock }) };
}

test("[R43] a phone whose clock is 40 minutes slow, or 2 fast, is told, and writes in the node's time", async () => {
  for (const offMs of [-40 * 60_000, 2 * 60_000]) {
    const [node, device] = [await openReplica(), await phone(offMs)];
    let told = 0;
    device.clock.onChange(() => void (told += 1));
    assert.deepEqual([device.clock.isKnown, device.clock.offsetMs], [false, 0]);
    const line = connect([device.sync, node.sync], [{ isNode: true }, {}]);
    await line.settled();
    assert.deepEqual([device.clock.isKnown, device.clock.offsetMs, told], [true, -offMs, 1]);
    const { stamp } = await device.space.write(places, { person: "a", x: 1 });
    assert.equal(stamp.wallMs, START_MS);
    await line.settled();
    assert.deepEqual(shown(node.space), { a: 1 });
  }
});

test("[R43] only the node is believed of the time", async () => {
  const [other, device] = [await openReplica(), await phone(-60_000)];
  const line = connect([device.sync, other.sync]);
  await line.settled();
  assert.deepEqual([device.clock.isKnown, told(line.a)], [false, ["synced"]]);
});

/** A clock that is asked by hand. */
function asking() {
  const timers = new FakeTimers();
  const ports = {
    nowMs: () => START_MS + timers.monotonic(),
    monotonicMs: () => timers.monotonic(),
    asked: 0,
    send: () => void (ports.asked += 1),
  };
  return { timers, ports, offset: new Offset(ports) };
}

test("[R43] the time that an answer takes is how wrong it may be, and is not corrected by", () => {
  const { timers, ports, offset } = asking();
  offset.ask();
  offset.ask();
  timers.pass(400);
  assert.deepEqual(offset.take(START_MS + 380), { offsetMs: 180, withinMs: 200 });
  assert.equal(offset.take(START_MS), null);
  const clock = new CorrectedClock({ now: ports.nowMs, monotonic: ports.monotonicMs });
  clock.correct({ offsetMs: 150, withinMs: 200 });
  assert.deepEqual([clock.offsetMs, clock.isKnown], [0, true]);
  clock.correct({ offsetMs: -800, withinMs: 200 });
  assert.equal(clock.now(), START_MS + 400 - 800);
  timers.pass(ASK_EVERY_MS - 401);
  offset.ask();
  assert.equal(ports.asked, 1);
  timers.pass(1);
  offset.ask();
  assert.equal(ports.asked, 2);
});

test("[R43] an answer that says that a clock is wrong counts when the next one says the same", () => {
  const { timers, ports, offset } = asking();
  const answer = (tookMs: number, aheadMs: number) => {
    timers.pass(tookMs);
    return offset.take(ports.nowMs() + aheadMs);
  };
  offset.ask();
  assert.equal(answer(40, 9e12), "again");
  assert.equal(answer(40, 90_000), "again");
  assert.deepEqual(answer(40, -5), { offsetMs: 15, withinMs: 20 });
  assert.equal(offset.isWaiting, false);
  timers.pass(ASK_EVERY_MS);
  offset.ask();
  assert.equal(answer(60, 80_000), "again");
  assert.equal(offset.isWaiting, true);
  assert.deepEqual(answer(20, 80_020), { offsetMs: 80_030, withinMs: 10 });
});
