import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClock } from "../../test/fake-clock.ts";
import { FakeDevice } from "../../test/fake-device.ts";
import { keptOf } from "../../test/kept.ts";
import { keysIn, openedStore } from "../../test/opened-store.ts";
import { newIdentity } from "../../test/place.ts";
import { readable } from "../../test/seized.ts";
import type { Kept } from "../store.ts";
import { RESEAL_MS } from "./batch.ts";

const ANN = await newIdentity();
const [FIRST, SECOND] = [10_000, 20_000];
const kept = (key: string, expiresAt: number) => keptOf(ANN, key, expiresAt);

test("[R24] of a closed slot nobody reads a row again, though every row is still on the disk", async () => {
  const device = new FakeDevice();
  const { store } = await openedStore(device);
  for (const [key, expiresAt] of [
    ["a", FIRST],
    ["b", SECOND],
  ] as const) {
    store.add(await kept(key, expiresAt));
  }
  await store.flushed();
  assert.deepEqual(await readable(device.flash), ["a", "b"]);
  store.close(FIRST);
  await store.flushed();
  assert.equal(device.flash.everWritten.length, 2);
  assert.deepEqual(await readable(device.flash), ["b"]);
});

test("[R24] the key of a closed slot goes before its rows, and before anything else is written", async () => {
  const device = new FakeDevice();
  const { store } = await openedStore(device);
  store.add(await kept("a", FIRST));
  await store.flushed();
  store.close(FIRST);
  store.add(await kept("b", SECOND));
  device.stepsLeft = 1;
  const killed = Promise.withResolvers<void>();
  device.before = () => device.stepsLeft === 0 && killed.resolve();
  await killed.promise;
  assert.deepEqual(await readable(device.flash), []);
});

test("[R24] what was removed is not read again, and what stays of its slot is", async () => {
  const device = new FakeDevice();
  const { store } = await openedStore(device);
  const [a, b] = [await kept("a", FIRST), await kept("b", FIRST)];
  store.add(a);
  store.add(b);
  await store.flushed();
  store.remove(a);
  await store.flushed();
  assert.deepEqual(await readable(device.flash), ["b"]);
  const again = await openedStore(new FakeDevice(device.flash));
  assert.deepEqual(keysIn(again.store), ["b"]);
  store.remove(b);
  await store.flushed();
  assert.deepEqual(await readable(device.flash), []);
});

test("[R24] a slot is sealed anew at most every 10 s, and when the store is opened again", async () => {
  const clock = new FakeClock(0);
  const device = new FakeDevice();
  const { store } = await openedStore(device, { clock });
  const all: Kept[] = [];
  for (const key of ["a", "b", "c", "d"]) all.push(await kept(key, 1_000_000));
  for (const each of all) store.add(each);
  await store.flushed();
  for (const each of all.slice(0, 2)) {
    store.remove(each);
    await store.flushed();
  }
  assert.deepEqual(await readable(device.flash), ["b", "c", "d"]);
  clock.nowMs += RESEAL_MS;
  store.close(clock.nowMs);
  await store.flushed();
  assert.deepEqual(await readable(device.flash), ["c", "d"]);
  store.remove(all[2]!);
  await store.flushed();
  const { store: again } = await openedStore(new FakeDevice(device.flash), { clock });
  await again.flushed();
  assert.deepEqual(await readable(device.flash), ["d"]);
});

test("[R24] after a trouble keys still go with their slots, and with what is removed", async () => {
  const device = new FakeDevice();
  const { store } = await openedStore(device);
  const all = [await kept("a", FIRST), await kept("b", SECOND), await kept("c", 30_000)];
  for (const each of all) store.add(each);
  await store.flushed();
  device.before = (step) => {
    if (step === "commit") throw new DOMException("no", "QuotaExceededError");
  };
  store.add(await kept("d", SECOND));
  assert.equal(await store.flushed(), false);
  store.close(FIRST);
  await store.flushed();
  assert.deepEqual(await readable(device.flash), ["b", "c"]);
  store.remove(all[1]!);
  await store.flushed();
  assert.deepEqual(await readable(device.flash), ["c"]);
});

test("[R24] a slot that waits to be sealed anew loses its key when the disk fails before", async () => {
  const device = new FakeDevice();
  const { store } = await openedStore(device);
  const all = [await kept("a", FIRST), await kept("b", FIRST), await kept("c", FIRST)];
  for (const each of all) store.add(each);
  await store.flushed();
  for (const each of all.slice(0, 2)) {
    store.remove(each);
    await store.flushed();
  }
  assert.deepEqual(await readable(device.flash), ["b", "c"]);
  device.before = (step) => {
    if (step === "commit") throw new DOMException("no", "QuotaExceededError");
  };
  store.add(await kept("d", SECOND));
  assert.equal(await store.flushed(), false);
  assert.deepEqual(await readable(device.flash), []);
});

test("[R24] where a key cannot be taken from a ring, all keys go", async () => {
  const device = new FakeDevice();
  const { store } = await openedStore(device);
  store.add(await kept("a", FIRST));
  store.add(await kept("b", SECOND));
  await store.flushed();
  device.before = (step) => {
    if (step === "ring") throw new DOMException("no", "QuotaExceededError");
  };
  store.close(FIRST);
  assert.equal(await store.flushed(), false);
  assert.deepEqual(await readable(device.flash), []);
  assert.deepEqual(keysIn(store), ["b"]);
});
