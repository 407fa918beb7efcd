import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClock } from "../test/fake-clock.ts";
import {
  newIdentity,
  notes,
  openSpace,
  type Place,
  places,
  START_MS,
  shown,
} from "../test/place.ts";
import type { Schema } from "./model.ts";
import { latest } from "./models/latest.ts";
import { decodeRecord, RECORD_BYTES_MAX } from "./record.ts";

test("[R1] a space numbers its records from 1 without gaps, in the order of their stamps", async () => {
  const space = await openSpace({ clock: new FakeClock(START_MS) });
  const written = await Promise.all([1, 2, 3].map((x) => space.write(places, { person: "a", x })));
  assert.deepEqual(
    written.map(({ bytes }) => decodeRecord(bytes).sequence),
    [1, 2, 3],
  );
  assert.deepEqual(
    written.map(({ stamp }) => stamp.count),
    [0, 1, 2],
  );
  assert.deepEqual(shown(space), { a: 3 });
});

test("[R1] what cannot be written takes no number and changes nothing", async () => {
  const space = await openSpace({ clock: new FakeClock(START_MS) });
  const wrong = { person: 1, x: 1 } as unknown as Place;
  await assert.rejects(space.write(places, wrong), { name: "TypeError", message: /not a place/ });
  await assert.rejects(space.write(places, { person: "n".repeat(129), x: 1 }), RangeError);
  const long = { person: "n".repeat(RECORD_BYTES_MAX), x: 1 };
  await assert.rejects(space.write(notes, long), RangeError);
  assert.deepEqual([...space.records()], []);
  assert.equal((await space.write(places, { person: "a", x: 1 })).sequence, 1);
});

test("[R1] a value that others would read differently is found by its writer", async () => {
  const doubling: Schema<number> = {
    "~standard": {
      validate: (value) =>
        typeof value === "number" && value < 10
          ? { value: value * 10 }
          : { issues: [{ message: "over 9" }] },
    },
  };
  const tens = latest({ name: "tens", value: doubling, key: () => "one" });
  const space = await openSpace({ clock: new FakeClock(START_MS), models: [tens] });
  await assert.rejects(space.write(tens, 5), { message: "tens: over 9" });
  assert.equal(space.view(tens).size, 0);
});

test("[R1] whoever wrote a record and whoever received it see the same", async () => {
  const clock = new FakeClock(START_MS);
  const [from, to] = [await openSpace({ clock }), await openSpace({ clock })];
  for (const x of [1, 2]) await to.receive((await from.write(places, { person: "a", x })).bytes);
  await to.receive((await from.write(notes, { person: "a", x: 3 })).bytes);
  assert.deepEqual(to.view(places), from.view(places));
  assert.deepEqual(to.view(notes), from.view(notes));
  assert.deepEqual([...to.records()], [...from.records()].map(withPlainBody));
});

test("[R1] a record is kept as a copy, not as a window on the frame that it came in", async () => {
  const clock = new FakeClock(START_MS);
  const [from, to] = [await openSpace({ clock }), await openSpace({ clock })];
  const { bytes } = await from.write(places, { person: "a", x: 1 });
  const frame = Buffer.alloc(100_000);
  frame.set(bytes, 500);
  await to.receive(frame.subarray(500, 500 + bytes.length));
  const [kept] = [...to.records()];
  assert.equal(kept?.record.bytes.buffer.byteLength, bytes.length);
  assert.equal(kept?.record.body.buffer.byteLength, bytes.length);
});

test("[R12] a record that is held, or beaten by a newer one, is known and told to nobody", async () => {
  const clock = new FakeClock(START_MS);
  const [from, to] = [await openSpace({ clock }), await openSpace({ clock })];
  const older = await from.write(places, { person: "a", x: 1 });
  const newer = await from.write(places, { person: "a", x: 2 });
  const heard: unknown[] = [];
  to.subscribe(places, ({ now }) => heard.push(now?.value.x));
  const answers = [];
  for (const { bytes } of [newer, newer, older]) answers.push((await to.receive(bytes)).status);
  assert.deepEqual(answers, ["accepted", "known", "known"]);
  assert.deepEqual(heard, [2]);
  assert.equal([...to.records()].length, 1);
});

test("[R12] a listener hears what came and what went, until it ends", async () => {
  const clock = new FakeClock(START_MS);
  const space = await openSpace({ clock });
  const heard: string[] = [];
  const end = space.subscribe(places, ({ key }, { record }, change) => {
    heard.push(`${key} ${record.sequence} ${change}`);
  });
  await space.write(places, { person: "a", x: 1 });
  await space.write(places, { person: "a", x: 2 });
  space.erase(space.nextWatermark());
  end();
  await space.write(places, { person: "b", x: 3 });
  assert.deepEqual(heard, ["a 1 came", "a 2 came", "a 2 went"]);
});

test("[R1] check throws what write would throw, changes nothing, and gives a copy", async () => {
  const space = await openSpace({ clock: new FakeClock(START_MS) });
  assert.throws(() => space.check(places, {} as Place), {
    name: "TypeError",
    message: /not a place/,
  });
  assert.throws(() => space.check(places, { person: "n".repeat(129), x: 1 }), RangeError);
  const long = { person: "n".repeat(RECORD_BYTES_MAX), x: 1 };
  assert.throws(() => space.check(notes, long), RangeError);
  const mine = { person: "a", x: 1 };
  const copy = space.check(places, mine);
  mine.x = 2;
  assert.deepEqual([copy, [...space.records()]], [{ person: "a", x: 1 }, []]);
  assert.deepEqual(space.nextWatermark(), { wallMs: START_MS, count: 0 });
});

test("[R12] a model that is not of this space is named, with those that are", async () => {
  const space = await openSpace({ clock: new FakeClock(START_MS), models: [places] });
  const wrong = { name: "TypeError", message: /no model notes .* has: places/ };
  assert.throws(() => space.view(notes), wrong);
  assert.throws(() => space.subscribe(notes, () => undefined), wrong);
  assert.throws(() => space.check(notes, { person: "a", x: 1 }), wrong);
  await assert.rejects(space.write(notes, { person: "a", x: 1 }), wrong);
});

test("[R12] models of one space have names of their own, which a record can carry", async () => {
  const clock = new FakeClock(START_MS);
  for (const name of ["", "n".repeat(129), "\ud800"]) {
    const models = [{ ...places, name }];
    await assert.rejects(openSpace({ clock, models }), /has 1 to 128 bytes/);
  }
  await assert.rejects(
    openSpace({ clock, models: [places, notes, places] }),
    /two models .* places/,
  );
});

test("[R9] a lifetime is at least a slot", async () => {
  const identity = await newIdentity();
  const clock = new FakeClock(START_MS);
  for (const lifetimeMs of [9_999, Number.NaN]) {
    await assert.rejects(openSpace({ clock, identity, lifetimeMs }), RangeError);
  }
});

/** A writer has the body from its encoder, a receiver from the record: the same bytes. */
function withPlainBody<K extends { readonly record: { readonly body: Uint8Array } }>(kept: K): K {
  return { ...kept, record: { ...kept.record, body: new Uint8Array(kept.record.body) } };
}
