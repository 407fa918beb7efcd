import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { FakeClock } from "../test/fake-clock.ts";
import { newIdentity, notes, openSpace, places, START_MS, shown } from "../test/place.ts";
import { covers, higher, NOTHING_ERASED } from "./watermark.ts";

const mark = fc.record({ wallMs: fc.nat(3), count: fc.nat(3) }, { noNullPrototype: true });

test("[R11] watermarks only grow, whatever their order and repeats", () => {
  const law = fc.property(mark, mark, mark, (a, b, c) => {
    assert.deepEqual(higher(a, b), higher(b, a));
    assert.deepEqual(higher(higher(a, b), c), higher(a, higher(b, c)));
    assert.deepEqual(higher(a, a), a);
    assert.deepEqual(higher(NOTHING_ERASED, a), a);
    assert.ok(covers(higher(a, b), a) && covers(higher(a, b), b));
  });
  fc.assert(law, { numRuns: 500, seed: 1 });
});

test("[R11] a watermark covers what is at or below it, and nothing above", () => {
  const at = { wallMs: 5, count: 5 };
  for (const [wallMs, count] of [
    [5, 5],
    [5, 4],
    [4, 9],
  ] as const) {
    assert.equal(covers(at, { wallMs, count }), true);
  }
  for (const [wallMs, count] of [
    [5, 6],
    [6, 0],
  ] as const) {
    assert.equal(covers(at, { wallMs, count }), false);
  }
});

test("[R11] an erase takes exactly what was written before it, of every author", async () => {
  const clock = new FakeClock(START_MS);
  const [from, to] = [await openSpace({ clock }), await openSpace({ clock })];
  await to.receive((await from.write(places, { person: "a", x: 1 })).bytes);
  await to.write(places, { person: "b", x: 2 });
  await to.write(notes, { person: "b", x: 3 });
  const watermark = to.nextWatermark();
  await to.write(places, { person: "c", x: 4 });
  assert.equal(to.erase(watermark).length, 3);
  assert.deepEqual(shown(to), { c: 4 });
  assert.deepEqual(to.view(notes), []);
  assert.deepEqual(to.erase(watermark), []);
  assert.deepEqual(to.watermark, watermark);
});

test("[R11] what was erased is refused wherever it comes from, at the mark and below", async () => {
  const clock = new FakeClock(START_MS);
  const [from, to] = [await openSpace({ clock }), await openSpace({ clock })];
  const written = [];
  for (const x of [0, 1, 2]) written.push(await from.write(places, { person: `p${x}`, x }));
  to.erase({ wallMs: START_MS, count: 1 });
  const answers = [];
  for (const { bytes } of written) {
    const outcome = await to.receive(bytes);
    answers.push(outcome.status === "refused" ? outcome.code : outcome.status);
  }
  assert.deepEqual(answers, ["erased", "erased", "accepted"]);
});

test("[R11] an older erase that comes later takes nothing back", async () => {
  const space = await openSpace({ clock: new FakeClock(START_MS) });
  const [first, second] = [space.nextWatermark(), space.nextWatermark()];
  space.erase(second);
  space.erase(first);
  assert.deepEqual(space.watermark, second);
});

test("[R11] a replica whose clock is behind still writes above an erase that it heard of", async () => {
  const space = await openSpace({ clock: new FakeClock(START_MS - 30_000) });
  space.erase({ wallMs: START_MS, count: 7 });
  const { stamp } = await space.write(places, { person: "a", x: 1 });
  assert.deepEqual([stamp.wallMs, stamp.count], [START_MS, 8]);
  assert.deepEqual(shown(space), { a: 1 });
});

test("[R11] a write that an erase overtakes while it is signed is not shown", async () => {
  const identity = await newIdentity();
  const gate = Promise.withResolvers<void>();
  const slow = {
    ...identity,
    sign: async (bytes: Uint8Array) => {
      await gate.promise;
      return identity.sign(bytes);
    },
  };
  const space = await openSpace({ clock: new FakeClock(START_MS), identity: slow });
  const writing = space.write(places, { person: "a", x: 1 });
  space.erase(space.nextWatermark());
  gate.resolve();
  assert.equal((await writing).key, "a");
  assert.deepEqual(shown(space), {});
  assert.deepEqual([...space.records()], []);
});
