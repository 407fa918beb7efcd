import assert from "node:assert/strict";
import test from "node:test";
import { decodeRecord, isRestated, type Kept, Malformed, type SignedRecord } from "@muster/replica";
import { decode } from "cborg";
import * as fc from "fast-check";
import { FakeTimers } from "../test/fake-timers.ts";
import { Author, LIFETIME_MS, paces, type Step } from "../test/walk.ts";
import { decodeBatch, encodeBatch } from "./batch.ts";
import { HeardRolls } from "./heard-rolls.ts";
import { Roll } from "./roll.ts";

const SEED = 5_026;

async function setUp() {
  const timers = new FakeTimers();
  const roll = new Roll({ id: 7, brief: paces.brief, lifetimeMs: LIFETIME_MS });
  const authors = [new Author(2, timers), new Author(3, timers)];
  const kept = async (who: string, x: number, { group = "a", author = 0 } = {}): Promise<Kept> => {
    await timers.pass(1);
    const record = decodeRecord(await authors[author]!.pace(who, group, x));
    const { stamp, key, expiresAt } = record;
    return { record, entry: { key, stamp, expiresAt, value: { who, group, x } } };
  };
  const told = () => {
    const { seq, body } = roll.cut();
    roll.tell(seq);
    return decodeBatch(body);
  };
  return { timers, roll, kept, told };
}

test("[M24] who is new is told whole, then by numbers alone, and in a few bytes", async () => {
  const { roll, kept, told } = await setUp();
  const first = await kept("ann", 5);
  assert.equal(roll.put(first), false);
  assert.deepEqual(told().named, [{ number: 0, record: first.record.bytes }]);
  const second = await kept("ann", 6);
  assert.equal(roll.put(second), true);
  const { wallMs } = second.record.stamp;
  const { seq, body } = roll.cut();
  assert.deepEqual(decodeBatch(body).moved, [
    { number: 0, wallMs, count: 0, early: 0, numbers: [6] },
  ]);
  assert.ok(body.length < 24, `${body.length} bytes`);
  assert.equal(seq, 2);
});

test("[M24] whole is told what more than numbers changed, or another wrote, or has no numbers", async () => {
  const { roll, kept, told } = await setUp();
  roll.put(await kept("ann", 1));
  told();
  for (const other of [
    await kept("ann", 2, { group: "b" }),
    await kept("ann", 3, { group: "b", author: 1 }),
    await kept("ann", -1, { group: "b", author: 1 }),
    await kept("ann", 4, { group: "b", author: 1 }),
  ]) {
    assert.equal(roll.put(other), false);
    assert.deepEqual(told().named, [{ number: 0, record: other.record.bytes }]);
  }
});

test("[M24] an expiry that is not the stamp's own is told with it, or the record whole", async () => {
  const { roll, kept, told } = await setUp();
  roll.put(await kept("ann", 1));
  told();
  const { record, entry } = await kept("ann", 2);
  const expiring = (ms: number): Kept => {
    const expiresAt = record.expiresAt + ms;
    return { record: { ...record, expiresAt }, entry: { ...entry, expiresAt } };
  };
  assert.equal(roll.put(expiring(-20_000)), true);
  assert.equal(told().moved[0]?.early, 2);
  assert.equal(roll.put(expiring(10_000)), false);
});

test("[M24] whoever knows an earlier state is told what changed since, and nothing else", async () => {
  const { roll, kept, told } = await setUp();
  for (const who of ["ann", "bob", "eve"]) roll.put(await kept(who, 1));
  told();
  roll.put(await kept("bob", 2));
  const gone = await kept("eve", 3);
  roll.put(gone);
  told();
  roll.drop(gone);
  told();
  const since = decodeBatch(roll.since(1));
  assert.deepEqual([since.since, since.seq], [1, 3]);
  assert.deepEqual([since.moved.map(({ number }) => number), since.gone], [[1], [2]]);
  const nothing = decodeBatch(roll.since(3));
  assert.deepEqual([nothing.named, nothing.moved, nothing.gone], [[], [], []]);
  const all = decodeBatch(roll.since(0));
  assert.deepEqual([all.named.length, all.moved, all.gone], [2, [], []]);
  // A state that never was.
  assert.equal(decodeBatch(roll.since(99)).since, 0);
});

test("[M24] who goes elsewhere is told of once, and their number only then is another's", async () => {
  const { roll, kept, told } = await setUp();
  roll.put(await kept("ann", 1));
  told();
  const away = await kept("ann", 2, { group: "b" });
  roll.leave(away);
  roll.put(await kept("bob", 1));
  const { named, gone } = told();
  assert.deepEqual(
    named.map(({ number }) => number),
    [0, 1],
  );
  assert.deepEqual(gone, [0]);
  assert.deepEqual(named[0]?.record, away.record.bytes);
  assert.deepEqual(decodeBatch(roll.since(1)).named.length, 1, "a farewell is told once");
  roll.put(await kept("eve", 1));
  assert.deepEqual(told().named[0]?.number, 0);
});

test("[M24] a roll that nobody is in is empty when that was told", async () => {
  const { roll, kept, told } = await setUp();
  const ann = await kept("ann", 1);
  roll.put(ann);
  told();
  assert.equal(roll.isEmpty, false);
  roll.drop(ann);
  assert.equal(roll.isEmpty, false);
  told();
  assert.equal(roll.isEmpty, true);
});

/** What someone who listens holds: the records that they were told, the last of each key. */
class Listener {
  readonly rolls = new HeardRolls([paces], LIFETIME_MS);
  held = new Map<string, SignedRecord>();

  join(body: Uint8Array): void {
    const told = this.rolls.join([body], true);
    assert.ok(told !== null);
    this.held = new Map();
    this.#take(told);
  }

  /** Whether it follows. */
  hear(body: Uint8Array): boolean {
    const told = this.rolls.take(body);
    if (told !== null) this.#take(told);
    return told !== null;
  }

  #take(told: readonly SignedRecord[]): void {
    for (const record of told) {
      const before = this.held.get(record.key);
      const isLater = before === undefined || before.stamp.wallMs < record.stamp.wallMs;
      if (isLater) this.held.set(record.key, record);
    }
  }

  /** Of those who are in the roll: who left is known of, but is not in it. */
  of(keys: Iterable<string>): unknown {
    return [...keys].sort().map((key) => says(this.held.get(key)));
  }
}

const says = (record: SignedRecord | undefined): unknown =>
  record && [record.stamp, record.expiresAt, record.model, decode(record.body) as Step];

test("[M24] [M25] whoever joins, misses and comes back holds what stands, as it was signed", async () => {
  const ops = fc.array(
    fc.oneof(
      { weight: 12, arbitrary: fc.record({ is: fc.constant("put"), who: fc.nat(3) }) },
      {
        weight: 1,
        arbitrary: fc.record({ is: fc.constantFrom("drop", "leave", "turn"), who: fc.nat(3) }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          is: fc.constantFrom("tell", "tell", "lose", "join"),
          who: fc.nat(2),
        }),
      },
    ),
    { minLength: 30, maxLength: 60 },
  );
  let restated = 0;
  await fc.assert(
    fc.asyncProperty(ops, async (steps) => {
      const { roll, kept } = await setUp();
      const standing = new Map<string, Kept>();
      const listeners = [new Listener(), new Listener(), new Listener()];
      for (const listener of listeners) listener.join(roll.since(0));
      let x = 0;
      const deaf = new Set<Listener>();
      for (const { is, who } of [...steps, { is: "tell", who: 0 }]) {
        const name = `p${who}`;
        const before = standing.get(name);
        const value = { group: is === "turn" ? "b" : "a" };
        if (is === "put" || is === "turn") {
          const now = await kept(name, (x += 1), value);
          standing.set(name, now);
          roll.put(now);
        } else if (is === "drop" && before !== undefined) {
          standing.delete(name);
          roll.drop(before);
        } else if (is === "leave" && before !== undefined) {
          standing.delete(name);
          roll.leave(await kept(name, (x += 1), { group: "c" }));
        } else if (is === "lose") deaf.add(listeners[who % 3]!);
        else if (is === "join") {
          const listener = listeners[who % 3]!;
          const [state] = listener.rolls.known();
          listener.join(roll.since(state?.seq ?? 0));
          deaf.delete(listener);
        } else if (is === "tell") {
          const { seq, body } = roll.cut();
          roll.tell(seq);
          for (const listener of listeners) if (!deaf.has(listener)) assert.ok(listener.hear(body));
        }
      }
      for (const listener of listeners) {
        if (deaf.has(listener)) listener.join(roll.since(listener.rolls.known()[0]?.seq ?? 0));
        const expected = [...standing.values()].sort((a, b) =>
          a.entry.key < b.entry.key ? -1 : 1,
        );
        assert.deepEqual(
          listener.of(standing.keys()),
          expected.map(({ record }) => says(record)),
        );
        restated += [...listener.held.values()].filter(isRestated).length;
      }
    }),
    { seed: SEED, numRuns: 100 },
  );
  assert.ok(restated > 100, `${restated} were told by numbers`);
});

test("[M25] what does not follow is found: a gap, a stranger's number, another width", async () => {
  const { roll, kept } = await setUp();
  const listener = new Listener();
  roll.put(await kept("ann", 1));
  listener.join(roll.since(0));
  const first = roll.cut();
  roll.tell(first.seq);
  roll.put(await kept("ann", 2));
  const second = roll.cut();
  roll.tell(second.seq);
  roll.put(await kept("ann", 3));
  const third = roll.cut();
  assert.equal(listener.hear(third.body), false, "the second is missing");
  assert.deepEqual(listener.rolls.known(), [], "it joins as someone who knows nothing of it");
  const again = new Listener();
  again.join(roll.since(0));
  const before = [again.of(["ann"]), again.rolls.known()];
  assert.equal(again.hear(third.body), true, "told already");
  assert.equal(again.hear(second.body), true, "late, and nothing new");
  assert.deepEqual([again.of(["ann"]), again.rolls.known()], before);
  const stranger = new Listener();
  stranger.join(new Roll({ id: 7, brief: paces.brief, lifetimeMs: LIFETIME_MS }).since(0));
  const moved = [{ number: 4, wallMs: 9, count: 0, early: 0, numbers: [1] }];
  const batch = { roll: 7, since: 0, seq: 9, named: [], gone: [], moved };
  assert.equal(stranger.hear(encodeBatch(batch)), false);
  const wide = [{ number: 0, wallMs: 9, count: 0, early: 0, numbers: [1, 2] }];
  const at = again.rolls.known()[0]!.seq;
  const wider = encodeBatch({ ...batch, since: at, seq: at + 1, moved: wide });
  assert.throws(() => again.hear(wider), Malformed);
});

test("[M19] [M24] who joined before a first batch is told by it who left before it", async () => {
  const { roll, kept, told } = await setUp();
  roll.put(await kept("ann", 1));
  const listener = new Listener();
  listener.join(roll.since(0));
  assert.deepEqual(listener.rolls.known(), [{ roll: 7, seq: 0 }]);
  const away = await kept("ann", 2, { group: "b" });
  roll.leave(away);
  const { named, gone } = told();
  assert.deepEqual([named, gone], [[{ number: 0, record: away.record.bytes }], [0]]);
  assert.deepEqual(decodeBatch(roll.since(0)).named, []);
});

test("[M25] of many rolls the last that were told of are known, and few are kept of which nobody is left", async () => {
  const { roll, kept } = await setUp();
  const listener = new Listener();
  const ann = await kept("ann", 1);
  roll.put(ann);
  listener.join(roll.since(0));
  const named = [{ number: 0, record: ann.record.bytes }];
  for (let id = 8; id < 60; id += 1) {
    const batch = { roll: id, since: 0, seq: 1, named, gone: [], moved: [] };
    assert.ok(listener.hear(encodeBatch(batch)));
    // Each but the last twenty is left by everybody.
    const left = { ...batch, since: 1, seq: 2, named: [], gone: [0] };
    if (id < 40) assert.ok(listener.hear(encodeBatch(left)));
  }
  const { seq, body } = roll.cut();
  assert.ok(listener.hear(body));
  const last = Array.from({ length: 15 }, (_, index) => ({ roll: 45 + index, seq: 1 }));
  assert.deepEqual(listener.rolls.known(), [...last, { roll: 7, seq }]);
  const again = { roll: 20, since: 2, seq: 3, named, gone: [], moved: [] };
  assert.equal(listener.hear(encodeBatch(again)), false, "forgotten");
  assert.equal(listener.hear(encodeBatch({ ...again, roll: 30 })), true, "not yet");
});

test("[M25] of who has expired nothing is held but their number, and that not for ever", async () => {
  const { timers, roll, kept } = await setUp();
  const listener = new Listener();
  const nothing = { wallMs: 0, count: 0 };
  roll.put(await kept("ann", 1));
  listener.join(roll.since(0));
  const { seq, body } = roll.cut();
  roll.tell(seq);
  listener.hear(body);
  listener.rolls.forget(timers.now() + LIFETIME_MS, nothing);
  assert.deepEqual(listener.rolls.join([roll.since(seq)], true), []);
  const moved = await kept("ann", 2);
  assert.equal(roll.put(moved), true);
  const next = roll.cut();
  roll.tell(next.seq);
  assert.equal(listener.hear(next.body), true);
  assert.deepEqual(listener.of(["ann"]), [says(moved.record)]);
  listener.rolls.forget(timers.now() + 2 * LIFETIME_MS - 20_000, nothing);
  assert.equal(listener.rolls.known().length, 1);
  listener.rolls.forget(timers.now() + 2 * LIFETIME_MS, nothing);
  assert.deepEqual(listener.rolls.known(), []);
});

test("[M25] what has expired or was erased is not held under a number either", async () => {
  const { timers, roll, kept } = await setUp();
  const listener = new Listener();
  roll.put(await kept("ann", 1));
  const erased = { wallMs: timers.now(), count: 0 };
  roll.put(await kept("bob", 1));
  const { seq } = roll.cut();
  listener.join(roll.since(0));
  const held = () => listener.rolls.join([roll.since(seq)], true)?.map(({ key }) => key);
  listener.rolls.forget(timers.now(), { wallMs: 0, count: 0 });
  assert.deepEqual(held(), ["ann", "bob"]);
  listener.rolls.forget(timers.now(), erased);
  assert.deepEqual(held(), ["bob"]);
  listener.rolls.forget(timers.now() + LIFETIME_MS, erased);
  assert.deepEqual(held(), []);
});
