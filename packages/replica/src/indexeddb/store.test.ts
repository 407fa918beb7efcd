import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClock } from "../../test/fake-clock.ts";
import { FakeDevice } from "../../test/fake-device.ts";
import { keptOf } from "../../test/kept.ts";
import { keysIn, openedStore } from "../../test/opened-store.ts";
import { newIdentity } from "../../test/place.ts";
import { readable } from "../../test/seized.ts";
import { STORE_CASES } from "../store.contract.ts";
import { WAITING_MAX } from "./write-behind.ts";

const ANN = await newIdentity();
const [FIRST, SECOND] = [10_000, 20_000];
const kept = (key: string, expiresAt: number) => keptOf(ANN, key, expiresAt);

for (const { name, run } of STORE_CASES) {
  test(`${name}: on a disk`, async () => {
    const { store } = await openedStore(new FakeDevice());
    await run({ store, kept });
    assert.equal(await store.flushed(), true);
  });
}

test("[R22] what was flushed is there when the store is opened again, as it was", async () => {
  const device = new FakeDevice();
  const { store } = await openedStore(device);
  const all = [await kept("a", FIRST), await kept("b", SECOND)];
  for (const each of all) store.add(each);
  assert.equal(await store.flushed(), true);
  const again = await openedStore(new FakeDevice(device.flash));
  assert.deepEqual(
    [...again.store.all()].map(({ record, entry }) => ({ record, entry })),
    all,
  );
  assert.deepEqual(again.troubles, []);
});

test("[R22] what was removed before it was written never is; what was asked for goes together", async () => {
  const device = new FakeDevice();
  const { store } = await openedStore(device);
  const [a, b, c] = [await kept("a", FIRST), await kept("b", FIRST), await kept("c", FIRST)];
  store.add(a);
  store.remove(a);
  assert.equal(await store.flushed(), true);
  for (const each of [a, b, c]) store.add(each);
  store.remove(b);
  await store.flushed();
  assert.deepEqual(device.flash.steps, ["create", "ring", "ring", "commit"]);
  assert.deepEqual(await readable(device.flash), ["a", "c"]);
});

test("[R22] what takes the place of a record is on the disk before that record is gone", async () => {
  const device = new FakeDevice();
  const { store } = await openedStore(device);
  const before = await kept("a", FIRST);
  store.add(before);
  await store.flushed();
  const one = await kept("filler", SECOND);
  for (let i = 0; i < 1_500; i += 1) store.add({ ...one });
  store.remove(before);
  store.add(await kept("a", SECOND));
  // Killed in the first of two batches: keys, rows, keys.
  const killed = Promise.withResolvers<void>();
  device.stepsLeft = 2;
  device.before = () => device.stepsLeft === 0 && killed.resolve();
  await killed.promise;
  const { store: again } = await openedStore(new FakeDevice(device.flash));
  assert.equal(keysIn(again).filter((key) => key === "a").length, 1);
});

test("[R22] flushed waits for what was asked for before it, and not for what came later", async () => {
  const device = new FakeDevice();
  const { store } = await openedStore(device);
  store.add(await kept("a", FIRST));
  const flushed = store.flushed();
  const later = await kept("b", SECOND);
  device.before = (step) => {
    if (step === "commit") store.add({ ...later });
  };
  assert.equal(await flushed, true);
  device.before = () => undefined;
  assert.equal(await store.flushed(), true);
});

for (const [name, code] of [
  ["QuotaExceededError", "quota"],
  ["NotFoundError", "destroyed"],
  ["UnknownError", "failed"],
] as const) {
  test(`[R22] a disk that says ${name} is told once as ${code}, and the store goes on in memory`, async () => {
    const device = new FakeDevice();
    const { store, troubles } = await openedStore(device);
    device.before = (step) => {
      if (step === "commit") throw new DOMException("no", name);
    };
    store.add(await kept("a", FIRST));
    assert.equal(await store.flushed(), false);
    store.add(await kept("b", FIRST));
    assert.equal(await store.flushed(), false);
    assert.deepEqual(keysIn(store), ["a", "b"]);
    assert.deepEqual(
      troubles.map((trouble) => trouble.code),
      [code],
    );
    assert.equal(troubles[0], store.trouble);
  });
}

test("[R22] a device that cannot be opened gives a store in memory, and says why", async () => {
  const device = new FakeDevice();
  device.before = () => {
    throw new DOMException("no", "SecurityError");
  };
  const { store, troubles } = await openedStore(device);
  store.add(await kept("a", FIRST));
  assert.equal(await store.flushed(), false);
  assert.deepEqual([keysIn(store), troubles.length], [["a"], 1]);
});

test("[R22] no more waits to be written than the limit", async () => {
  const device = new FakeDevice();
  const { store, troubles } = await openedStore(device);
  const hold = Promise.withResolvers<void>();
  device.before = () => hold.promise;
  const one = await kept("a", FIRST);
  for (let i = 0; i < WAITING_MAX; i += 1) store.add({ ...one });
  assert.equal(store.trouble, null);
  store.add({ ...one });
  assert.equal(troubles[0]?.code, "overrun");
  assert.equal([...store.all()].length, WAITING_MAX + 1);
  hold.resolve();
  assert.equal(await store.flushed(), false);
});

test("[R23] what cannot be read is dropped, counted and told, and the rest is there", async () => {
  const device = new FakeDevice();
  const { store } = await openedStore(device);
  for (const key of ["a", "b", "c"]) store.add(await kept(key, FIRST));
  await store.flushed();
  const [table] = device.flash.tables.values();
  const [first] = table!.values();
  first!.sealed[20]! ^= 1;
  const again = await openedStore(new FakeDevice(device.flash));
  assert.deepEqual(
    again.troubles.map(({ code, count }) => [code, count]),
    [["damaged", 1]],
  );
  assert.equal(again.store.trouble, null);
  assert.equal(keysIn(again.store).length, 2);
  await again.store.flushed();
  assert.deepEqual((await openedStore(new FakeDevice(device.flash))).troubles, []);
});

test("[R23] a store whose ring is damaged is gone, and another takes its place", async () => {
  const device = new FakeDevice();
  const { store } = await openedStore(device);
  store.add(await kept("a", FIRST));
  await store.flushed();
  const [ring] = device.flash.rings.values();
  ring![30]! ^= 1;
  const again = await openedStore(new FakeDevice(device.flash));
  assert.deepEqual([keysIn(again.store), device.flash.rings.size], [[], 1]);
});

test("[R24] a slot that was closed stays closed when the clock went back and the store is opened", async () => {
  const clock = new FakeClock(0);
  const device = new FakeDevice();
  const { store } = await openedStore(device, { clock });
  store.add(await kept("a", FIRST));
  store.add(await kept("b", SECOND));
  await store.flushed();
  clock.nowMs = FIRST;
  store.close(clock.nowMs);
  await store.flushed();
  clock.nowMs = 0;
  const again = await openedStore(new FakeDevice(device.flash), { clock });
  assert.deepEqual([keysIn(again.store), again.store.closedMs], [["b"], FIRST]);
});

test("[R24] what became due while no page was open is closed when the store is opened", async () => {
  const device = new FakeDevice();
  const { store } = await openedStore(device);
  store.add(await kept("a", FIRST));
  store.add(await kept("b", SECOND));
  await store.flushed();
  const clock = new FakeClock(FIRST);
  const again = await openedStore(new FakeDevice(device.flash), { clock });
  assert.deepEqual([keysIn(again.store), again.store.closedMs], [["b"], FIRST]);
  await again.store.flushed();
  assert.deepEqual(await readable(device.flash), ["b"]);
});
