import assert from "node:assert/strict";
import test from "node:test";
import { FakeTimers, settle } from "../test/fake-timers.ts";
import {
  Author,
  DISPLAY,
  display,
  openWalk,
  steps,
  unsigned,
  WALK,
  walker,
  walkPorts,
  walkRoom,
} from "../test/walk.ts";
import { Fault } from "./fault.ts";
import type { Journal } from "./journal.ts";
import { MemoryJournal } from "./journal-memory.ts";
import {
  COMMAND_MS_MAX,
  COMMANDS_MAX,
  ERASE_MS_MAX,
  FLUSH_MS,
  NOTE_BYTES_MAX,
  RECORDS_MAX,
} from "./limits.ts";
import type { Flush } from "./link.ts";
import { Owner, type OwnerPorts } from "./owner.ts";
import type { RoomRules } from "./room.ts";

const ann = walker("ann", "a");

async function setUp(ports: Partial<OwnerPorts> = {}) {
  const timers = new FakeTimers();
  const owner = await openWalk(timers, ports);
  const flushes: Flush[] = [];
  owner.listen((flush) => flushes.push(flush));
  return { timers, owner, flushes, author: new Author(2, timers) };
}

const values = (flush: Flush | undefined, audience: string) =>
  flush?.changes.recordsFor([audience]).map(({ entry }) => entry.value);

test("[M6] a record is admitted once, and a refused one changes nothing", async () => {
  const { owner, flushes, timers, author } = await setUp();
  const record = await author.step("ann", "a", 1);
  assert.equal((await owner.admit(ann, record)).status, "accepted");
  assert.equal((await owner.admit(ann, record)).status, "known");
  const foreign = await author.step("bob", "a", 1);
  const outcome = await owner.admit(ann, foreign);
  assert.equal(outcome.status === "refused" && outcome.code, "forbidden");
  await timers.pass(FLUSH_MS);
  assert.equal(flushes.length, 1);
  assert.deepEqual(values(flushes[0], DISPLAY), [{ who: "ann", group: "a", x: 1 }]);
});

test("[M6] commands run one at a time, in order, and one that fails does not stop the next", async () => {
  const running: string[] = [];
  const timers = new FakeTimers();
  const slow = (name: string) => async () => {
    running.push(`${name} begins`);
    await settle();
    running.push(`${name} ends`);
    if (name === "b") throw new Fault("forbidden", name);
    return name;
  };
  const definition = walkRoom({
    start: () => ({
      audiences: () => [],
      route: () => [],
      mayWrite: () => null,
      commands: { a: slow("a"), b: slow("b"), c: slow("c") },
      notes: [],
    }),
  });
  const owner = await Owner.open(definition, WALK.id, walkPorts(timers));
  const answers = await Promise.allSettled(["a", "b", "c"].map((name) => owner.call(ann, name, 0)));
  assert.deepEqual(
    answers.map(({ status }) => status),
    ["fulfilled", "rejected", "fulfilled"],
  );
  assert.deepEqual(
    running,
    ["a", "b", "c"].flatMap((name) => [`${name} begins`, `${name} ends`]),
  );
});

test("[M6] nothing of a record reaches the journal", async () => {
  const asked: string[] = [];
  const memory = new MemoryJournal();
  const journal: Journal = {
    open: (room) => (asked.push("open"), memory.open(room)),
    erase: (...args) => (asked.push("erase"), memory.erase(...args)),
  };
  const { owner, author } = await setUp({ journal });
  await owner.admit(ann, await author.step("ann", "a", 1));
  await owner.call(ann, "echo", 1);
  assert.deepEqual(asked, ["open"]);
});

test("[M6] the node writes for a person without a key, by the same rules", async () => {
  const { owner } = await setUp();
  await owner.write(ann, steps, { who: "ann", group: "a", x: 3 });
  const [kept] = owner.standing([DISPLAY]).records;
  assert.equal(kept?.record.stamp.author, unsigned(1).author);
  const foreign = owner.write(ann, steps, { who: "bob", group: "a", x: 3 });
  await assert.rejects(foreign, { code: "forbidden" });
});

test("[M12] changes gather into one flush, of which each audience has its part", async () => {
  const { owner, flushes, timers, author } = await setUp();
  for (let x = 1; x <= 50; x += 1) await owner.admit(ann, await author.step("ann", "a", x));
  await owner.admit(walker("bob", "b"), await author.step("bob", "b", 1));
  assert.equal(flushes.length, 0);
  await timers.pass(10 * FLUSH_MS);
  assert.equal(flushes.length, 1);
  assert.deepEqual(values(flushes[0], "a"), [{ who: "ann", group: "a", x: 50 }]);
  assert.equal(values(flushes[0], DISPLAY)?.length, 2);
});

test("[M19] who moves to another group is told to the old one once more, then no more", async () => {
  const { owner, flushes, timers, author } = await setUp();
  for (const [x, group] of ["a", "b", "b"].entries()) {
    await owner.admit(ann, await author.step("ann", group, x));
    await timers.pass(FLUSH_MS);
  }
  assert.deepEqual(
    flushes.map((flush) => values(flush, "a")?.length),
    [1, 1, 0],
  );
  assert.equal(owner.standing(["a"]).records.length, 0);
  assert.equal(owner.standing(["b"]).records.length, 1);
});

test("[M19] audiences are what the rules say of the grant", async () => {
  const { owner } = await setUp();
  assert.deepEqual(owner.audiencesOf(ann), ["a"]);
  assert.deepEqual(owner.audiencesOf(display()), [DISPLAY]);
});

test("[M17] each opening has a higher fence", async () => {
  const timers = new FakeTimers();
  const journal = new MemoryJournal(timers);
  const nonces = [5, 6].values();
  const nonce = () => nonces.next().value ?? 0;
  const [first, second] = [
    await openWalk(timers, { journal, nonce }),
    await openWalk(timers, { journal, nonce }),
  ].map((owner) => owner.standing([]).fence);
  assert.ok(second!.counter > first!.counter);
  assert.deepEqual([first?.nonce, second?.nonce], [5, 6]);
});

test("[M17] an owner that another has followed erases nothing", async () => {
  const timers = new FakeTimers();
  const journal = new MemoryJournal(timers);
  const [old, now] = [await openWalk(timers, { journal }), await openWalk(timers, { journal })];
  await old.write(ann, steps, { who: "ann", group: "a", x: 1 });
  await assert.rejects(old.call(ann, "erase", null), { code: "conflict" });
  assert.equal(old.standing([DISPLAY]).records.length, 1);
  assert.equal(await now.call(ann, "erase", null), 0);
});

const refuse = (): Promise<never> => Promise.reject(new Error("down"));

function heldJournal() {
  const timers = new FakeTimers();
  const gate = Promise.withResolvers<void>();
  const memory = new MemoryJournal(timers);
  const journal: Journal = {
    open: (room) => memory.open(room),
    erase: async (...args) => {
      await gate.promise;
      return memory.erase(...args);
    },
  };
  return { gate, journal };
}

test("[M18] an erase is journaled before anything is gone and before it is answered", async () => {
  const { gate, journal } = heldJournal();
  const { owner, timers, flushes, author } = await setUp({ journal });
  await owner.admit(ann, await author.step("ann", "a", 1));
  const state = { isAnswered: false };
  const erasing = owner.call(ann, "erase", null).finally(() => (state.isAnswered = true));
  await timers.pass(FLUSH_MS);
  assert.equal(state.isAnswered, false);
  assert.equal(owner.standing([DISPLAY]).records.length, 1);
  assert.equal(flushes.at(-1)?.isErase, false);
  gate.resolve();
  assert.equal(await erasing, 1);
  assert.equal(owner.standing([DISPLAY]).records.length, 0);
  await timers.pass(FLUSH_MS);
  assert.equal(flushes.at(-1)?.isErase, true);
  assert.equal(await owner.call(ann, "erase", null), 0);
});

test("[M18] a journal that fails leaves everything, and the caller hears unavailable", async () => {
  const timers = new FakeTimers();
  const memory = new MemoryJournal(timers);
  const journal: Journal = { open: (room) => memory.open(room), erase: refuse };
  const { owner, author } = await setUp({ journal });
  await owner.admit(ann, await author.step("ann", "a", 1));
  const before = owner.space.watermark;
  await assert.rejects(owner.call(ann, "erase", null), { name: "Fault", code: "unavailable" });
  assert.equal(owner.standing([DISPLAY]).records.length, 1);
  assert.deepEqual(owner.space.watermark, before);
});

test("[M18] a record from before an erase is refused, one written meanwhile and after it stays", async () => {
  const { gate, journal } = heldJournal();
  const { owner, timers, author } = await setUp({ journal });
  const [before, offline] = [await author.step("ann", "a", 1), await author.step("ann", "a", 2)];
  await owner.admit(ann, before);
  await timers.pass(10);
  const erasing = owner.call(ann, "erase", null);
  await timers.pass(10);
  const meanwhile = await author.step("ann", "a", 3);
  await owner.admit(ann, meanwhile);
  gate.resolve();
  assert.equal(await erasing, 0);
  const refused = await owner.admit(ann, offline);
  assert.equal(refused.status === "refused" && refused.code, "erased");
  assert.deepEqual(
    owner.standing(["a"]).records.map(({ record }) => record.bytes),
    [meanwhile],
  );
});

test("[M18] what was on its way out when it was erased is not sent", async () => {
  const { owner, timers, flushes, author } = await setUp();
  await owner.admit(ann, await author.step("ann", "a", 1));
  await owner.call(ann, "erase", null);
  await timers.pass(FLUSH_MS);
  assert.deepEqual([flushes.length, values(flushes[0], DISPLAY)?.length], [1, 0]);
});

test("[M18] a new owner knows the watermark before it admits or serves", async () => {
  const timers = new FakeTimers();
  const journal = new MemoryJournal(timers);
  const author = new Author(2, timers);
  const record = await author.step("ann", "a", 1);
  await timers.pass(1);
  const first = await openWalk(timers, { journal });
  await first.call(ann, "erase", null);
  first.close();
  const next = await openWalk(timers, { journal });
  const outcome = await next.admit(ann, record);
  assert.equal(outcome.status === "refused" && outcome.code, "erased");
  assert.deepEqual(next.standing([DISPLAY]).erased, first.space.watermark);
});

test("[M18] what was derived of the erased is not told to those who come later", async () => {
  const timers = new FakeTimers();
  const erasable = walkRoom({
    start: (room) => ({
      audiences: () => ["all"],
      route: () => ["all"],
      mayWrite: () => null,
      commands: { erase: async () => room.erase(() => true) },
      notes: [
        { audience: "all", everyMs: 100, make: () => ({ name: "n", body: Uint8Array.of(1) }) },
      ],
    }),
  });
  const owner = await Owner.open(erasable, WALK.id, walkPorts(timers));
  await timers.pass(100);
  assert.equal(owner.standing(["all"]).notes.length, 1);
  await owner.call(ann, "erase", null);
  assert.equal(owner.standing(["all"]).notes.length, 0);
  owner.close();
  assert.equal(timers.waiting, 0);
});

const quiet = {
  audiences: () => ["all"],
  route: () => ["all"],
  mayWrite: () => null,
  commands: {},
  notes: [],
};

function bug(): never {
  throw new TypeError("a bug");
}

const long = () => ({ name: "n", body: new Uint8Array(NOTE_BYTES_MAX + 1) });

async function openBroken(rules: Partial<RoomRules>) {
  const timers = new FakeTimers();
  const errors: unknown[] = [];
  const told: Fault[] = [];
  const definition = walkRoom({ start: () => ({ ...quiet, ...rules }) });
  const onBroken = (error: unknown): void => void errors.push(error);
  const owner = await Owner.open(definition, WALK.id, walkPorts(timers, { onBroken }));
  owner.onGone("ann", (fault) => told.push(fault));
  return { timers, owner, errors, told };
}

test("[M14] a bug in a room's own time closes that room, and its operator hears of it", async () => {
  for (const make of [bug, long]) {
    const { timers, errors, told } = await openBroken({
      notes: [{ audience: "all", everyMs: 100, make }],
    });
    await timers.pass(1_000);
    assert.deepEqual([errors.length, told.map(({ code }) => code)], [1, ["unavailable"]]);
    assert.equal(timers.waiting, 0);
  }
});

test("[M14] a listener that fails closes its room", async () => {
  const { timers, owner, errors } = await openBroken({});
  owner.listen(() => {
    throw new RangeError("too long");
  });
  await owner.write(ann, steps, { who: "ann", group: "a", x: 1 });
  await timers.pass(FLUSH_MS);
  assert.equal(errors.length, 1);
});

test("[M14] a room that is full takes no further key, and what it holds still moves", async () => {
  const { timers, owner } = await openBroken({});
  const author = new Author(2, timers);
  for (let i = 0; i < RECORDS_MAX; i += 1) {
    await owner.admit(ann, await author.step(`p${i}`, "a", 1));
  }
  const outcome = await owner.admit(ann, await author.step("one more", "a", 1));
  assert.equal(outcome.status === "refused" && outcome.code, "full");
  const another = owner.write(ann, steps, { who: "another", group: "a", x: 1 });
  await assert.rejects(another, { code: "too_many" });
  assert.equal((await owner.admit(ann, await author.step("p0", "a", 2))).status, "accepted");
});

const never = (): Promise<never> => new Promise(() => undefined);

test("[M6] a command that hangs holds those after it no longer than its time, and few may wait", async () => {
  const { timers, owner } = await openBroken({ commands: { never, echo: async (_, x) => x } });
  const hung = assert.rejects(owner.call(ann, "never", 0), { code: "unknown_outcome" });
  const waiting = Array.from({ length: COMMANDS_MAX - 1 }, (_, i) =>
    owner.call(walker(`p${i}`, "a"), "echo", i),
  );
  assert.throws(() => owner.call(ann, "echo", 0), { code: "too_many" });
  await timers.pass(COMMAND_MS_MAX);
  await hung;
  assert.equal((await Promise.all(waiting)).length, COMMANDS_MAX - 1);
  assert.equal(await owner.call(ann, "echo", 7), 7);
});

test("[M18] a journal that hangs is unavailable in the end, and the next command runs", async () => {
  const memory = new MemoryJournal();
  const { timers, owner } = await setUp({
    journal: { open: (room) => memory.open(room), erase: never },
  });
  const erasing = assert.rejects(owner.call(ann, "erase", null), { code: "unavailable" });
  const next = owner.call(ann, "echo", 7);
  await timers.pass(ERASE_MS_MAX);
  await erasing;
  assert.equal(await next, 7);
});

test("[M17] an owner that finds it has been followed closes, so that the next is opened", async () => {
  const timers = new FakeTimers();
  const journal = new MemoryJournal(timers);
  const errors: unknown[] = [];
  const onBroken = (error: unknown): void => void errors.push(error);
  const old = await openWalk(timers, { journal, onBroken });
  await openWalk(timers, { journal });
  await assert.rejects(old.call(ann, "erase", null), { code: "conflict" });
  await timers.pass(1);
  assert.equal(errors.length, 1);
});
