import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClock } from "../test/fake-clock.ts";
import { newIdentity, notes, openSpace, places, START_MS, shown } from "../test/place.ts";
import { MemoryStore } from "./memory.ts";
import { AHEAD_MS_MAX } from "./stamp.ts";

test("[R21] a space opened on a store shows what it holds", async () => {
  const clock = new FakeClock(START_MS);
  const store = new MemoryStore();
  const before = await openSpace({ clock, store });
  await before.write(places, { person: "a", x: 1 });
  await before.write(notes, { person: "a", x: 2 });
  await before.write(places, { person: "a", x: 3 });
  const after = await openSpace({ clock, store });
  assert.deepEqual(after.view(places), before.view(places));
  assert.deepEqual(after.view(notes), before.view(notes));
});

test("[R21] what a space found in its store can be beaten, and stamps go on above it", async () => {
  const clock = new FakeClock(START_MS);
  const store = new MemoryStore();
  const former = await openSpace({ clock, store });
  const held = await former.write(places, { person: "a", x: 1 });
  clock.nowMs -= 10_000;
  const space = await openSpace({ clock, store });
  const { stamp } = await space.write(places, { person: "a", x: 2 });
  assert.deepEqual(stamp.wallMs, held.stamp.wallMs);
  assert.deepEqual(shown(space), { a: 2 });
  assert.equal([...store.all()].length, 1);
});

test("[R21] a clock that went back is not led on by what is held", async () => {
  const clock = new FakeClock(START_MS);
  const store = new MemoryStore();
  await (await openSpace({ clock, store })).write(places, { person: "a", x: 1 });
  clock.nowMs -= AHEAD_MS_MAX + 1;
  const space = await openSpace({ clock, store });
  assert.deepEqual(shown(space), { a: 1 });
  assert.equal(space.nextWatermark().wallMs, clock.nowMs);
});

test("[R21] what is beaten or of no model leaves the store", async () => {
  const clock = new FakeClock(START_MS);
  const [one, store] = [new MemoryStore(), new MemoryStore()];
  const from = await openSpace({ clock, store: one });
  await from.write(places, { person: "a", x: 1 });
  await from.write(notes, { person: "a", x: 2 });
  for (const kept of one.all()) store.add(kept);
  clock.nowMs += 1_000;
  await from.write(places, { person: "a", x: 3 });
  for (const kept of one.all()) if (kept.record.key === "a") store.add(kept);
  const space = await openSpace({ clock, store, models: [places] });
  assert.deepEqual(shown(space), { a: 3 });
  assert.equal([...store.all()].length, 1);
});

test("[R21] what a store holds is gone when an erase is held with it", async () => {
  const clock = new FakeClock(START_MS);
  const [one, other] = [new MemoryStore(), new MemoryStore()];
  await (await openSpace({ clock, store: one })).write(places, { person: "a", x: 1 });
  clock.nowMs += 1_000;
  const eraser = await openSpace({ clock, store: other });
  await eraser.eraseAll();
  await eraser.write(places, { person: "b", x: 2 });
  for (const kept of other.all()) one.add(kept);
  const space = await openSpace({ clock, store: one });
  assert.deepEqual(shown(space), { b: 2 });
  assert.equal([...one.all()].length, 2);
});

test("[R21] what the store has closed stays closed when the clock went back", async () => {
  const clock = new FakeClock(START_MS);
  const store = new MemoryStore();
  const identity = await newIdentity();
  const space = await openSpace({ clock, store, identity });
  const { bytes } = await space.write(places, { person: "a", x: 1 });
  clock.nowMs += 60_000;
  space.expire();
  clock.nowMs -= 60_000;
  const again = await openSpace({ clock, store });
  const outcome = await again.receive(bytes);
  assert.equal(outcome.status === "refused" && outcome.code, "expired");
});

test("[R9] [R21] what a clock left that was far ahead makes nothing of others last too long", async () => {
  const clock = new FakeClock(START_MS);
  const store = new MemoryStore();
  clock.nowMs += 3_600_000;
  await (await openSpace({ clock, store })).write(places, { person: "a", x: 1 });
  clock.nowMs = START_MS;
  const { bytes } = await (await openSpace({ clock, store })).write(places, { person: "a", x: 2 });
  const other = await openSpace({ clock });
  assert.equal((await other.receive(bytes)).status, "accepted");
});
