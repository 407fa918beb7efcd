import assert from "node:assert/strict";
import test from "node:test";
import { FakeTimers } from "../test/fake-timers.ts";
import {
  Author,
  ENDS_AT,
  hostOf,
  tokenOf,
  WALK,
  walker,
  walkOpening,
  walkPorts,
  walkRoom,
} from "../test/walk.ts";
import { Host } from "./host.ts";
import { MemoryJournal } from "./journal-memory.ts";
import { IDLE_MS, OPEN_MS_MAX } from "./limits.ts";

class CountedJournal extends MemoryJournal {
  opened = 0;
  isDown = false;
  gate: Promise<void> = Promise.resolve();

  override async open(room: typeof WALK) {
    this.opened += 1;
    await this.gate;
    if (this.isDown) throw new Error("down");
    return super.open(room);
  }
}

function bug(): never {
  throw new TypeError("a bug");
}

function setUp() {
  const timers = new FakeTimers();
  const journal = new CountedJournal(timers);
  return { timers, journal, host: hostOf(timers, { journal }) };
}

test("[M17] a room is opened once, however many use it at the same moment", async () => {
  const { host, journal } = setUp();
  const lent = await Promise.all(Array.from({ length: 20 }, () => host.use(WALK)));
  assert.equal(new Set(lent.map(({ owner }) => owner)).size, 1);
  assert.equal(journal.opened, 1);
});

test("[M18] a room that could not be opened is tried again by the next who asks", async () => {
  const { host, journal } = setUp();
  journal.isDown = true;
  const failed = await Promise.allSettled([host.use(WALK), host.use(WALK)]);
  assert.deepEqual(
    failed.map(({ status }) => status),
    ["rejected", "rejected"],
  );
  assert.equal(host.size, 0);
  await assert.rejects(host.use(WALK), { code: "unavailable" });
  journal.isDown = false;
  await host.use(WALK);
  assert.equal(journal.opened, 3);
});

test("[M14] a kind or a room that does not exist is not found, and leaves nothing behind", async () => {
  const { host } = setUp();
  await assert.rejects(host.use({ kind: "run", id: "w1" }), { code: "not_found" });
  await assert.rejects(host.use({ kind: "walk", id: "x" }), { code: "not_found" });
  assert.equal(host.size, 0);
});

test("[M14] a room that has ended is refused, closed and gone", async () => {
  const { timers, host } = setUp();
  const { owner } = await host.use(WALK);
  await timers.pass(ENDS_AT - timers.now());
  await assert.rejects(host.use(WALK), { code: /ended|not_found/ });
  await timers.pass(IDLE_MS);
  assert.equal(host.size, 0);
  assert.equal(owner.isIdle, true);
  assert.equal(timers.waiting, 1, "only the sweep still waits");
});

test("[M14] a room that nobody uses and that holds nothing is let go, no other", async () => {
  const { timers, host } = setUp();
  const lent = await host.use(WALK);
  await timers.pass(2 * IDLE_MS);
  assert.equal(host.size, 1);
  lent.release();
  lent.release();
  await timers.pass(IDLE_MS / 2);
  assert.equal(host.size, 1);
  await timers.pass(IDLE_MS);
  assert.equal(host.size, 0);
});

test("[M14] a room that holds records stays until they have expired", async () => {
  const { timers, host } = setUp();
  const lent = await host.use(WALK);
  const record = await new Author(2, timers).step("ann", "a", 1);
  await lent.owner.admit(walker("ann", "a"), record);
  lent.release();
  await timers.pass(3 * IDLE_MS);
  assert.equal(host.size, 1);
  await timers.pass(600_000);
  assert.equal(host.size, 0);
});

test("[M17] a sweep does not take a room from someone who is about to use it", async () => {
  const { timers, host, journal } = setUp();
  (await host.use(WALK)).release();
  await timers.pass(IDLE_MS - 1);
  const using = host.use(WALK);
  timers.wrongMs = IDLE_MS;
  host.sweep();
  const { owner } = await using;
  assert.equal((await host.use(WALK)).owner, owner);
  assert.equal(journal.opened, 1);
});

test("[M17] a sweep leaves alone what is being opened, also when that fails and is opened anew", async () => {
  const { timers, host, journal } = setUp();
  const gate = Promise.withResolvers<void>();
  journal.gate = gate.promise;
  journal.isDown = true;
  const failing = host.use(WALK);
  timers.wrongMs = 2 * IDLE_MS;
  host.sweep();
  gate.resolve();
  await assert.rejects(failing);
  journal.isDown = false;
  const { owner } = await host.use(WALK);
  host.sweep();
  assert.equal((await host.use(WALK)).owner, owner);
});

test("[M14] a token lets its holder in; without one the room is not held", async () => {
  const { timers, host } = setUp();
  await assert.rejects(host.enter(WALK, "nonsense"), { code: "unauthorised" });
  const ann = walker("ann", "a");
  const { grant, release } = await host.enter(WALK, await tokenOf(ann));
  assert.deepEqual(grant, ann);
  release();
  await timers.pass(2 * IDLE_MS);
  assert.equal(host.size, 0);
});

test("[M1] a host that closes takes no more and closes what was being opened", async () => {
  const { timers, host, journal } = setUp();
  const gate = Promise.withResolvers<void>();
  journal.gate = gate.promise;
  const using = host.use(WALK);
  const closing = host.close();
  await assert.rejects(host.use(WALK), { code: "stopping" });
  gate.resolve();
  await assert.rejects(using, { code: "stopping" });
  await closing;
  assert.equal(timers.waiting, 0);
});

test("[M14] a full node refuses another room", async () => {
  const timers = new FakeTimers();
  const definition = walkRoom();
  const host = new Host([definition], walkPorts(timers));
  await Promise.all(
    Array.from({ length: 10_000 }, (_, i) => host.use({ kind: "walk", id: `w${i}` })),
  );
  await assert.rejects(host.use({ kind: "walk", id: "wx" }), { code: "too_many" });
  await host.close();
});

test("[M18] a room whose opening hangs is unavailable in the end, and is opened by the next who asks", async () => {
  const { timers, host, journal } = setUp();
  const gate = Promise.withResolvers<void>();
  journal.gate = gate.promise;
  const hung = assert.rejects(host.use(WALK), { code: "unavailable" });
  await timers.pass(OPEN_MS_MAX);
  await hung;
  assert.equal(host.size, 0);
  journal.gate = Promise.resolve();
  const { owner } = await host.use(WALK);
  const { waiting } = timers;
  gate.resolve();
  await timers.pass(1);
  assert.equal(timers.waiting, waiting, "what was opened too late is closed");
  assert.equal((await host.use(WALK)).owner, owner);
});

test("[M14] a room that broke is opened anew", async () => {
  const timers = new FakeTimers();
  const errors: unknown[] = [];
  const opening = {
    ...walkOpening,
    start: () => ({
      audiences: () => [],
      route: () => [],
      mayWrite: () => null,
      commands: {},
      notes: [{ audience: "all", everyMs: 100, make: bug }],
    }),
  };
  const host = new Host([walkRoom(opening)], walkPorts(timers), (error) => errors.push(error));
  const { owner } = await host.use(WALK);
  await timers.pass(100);
  assert.deepEqual([errors.length, host.size], [1, 0]);
  assert.notEqual((await host.use(WALK)).owner, owner);
});
