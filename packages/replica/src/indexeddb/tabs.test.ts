import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClock } from "../../test/fake-clock.ts";
import { FakeDevice } from "../../test/fake-device.ts";
import { keptOf } from "../../test/kept.ts";
import { keysIn, openedStore } from "../../test/opened-store.ts";
import { newIdentity } from "../../test/place.ts";
import { readable } from "../../test/seized.ts";
import { destroyStores, freeStores, STORES_MAX } from "./free-stores.ts";

const ANN = await newIdentity();
const [FIRST, SECOND] = [10_000, 20_000];
const kept = (key: string, expiresAt: number) => keptOf(ANN, key, expiresAt);

function refused(): Promise<never> {
  return Promise.reject(new DOMException("no", "UnknownError"));
}

async function twoTabs() {
  const device = new FakeDevice();
  const other = new FakeDevice(device.flash, device);
  const [one, two] = [await openedStore(device), await openedStore(other)];
  one.store.add(await kept("one", FIRST));
  two.store.add(await kept("two", SECOND));
  assert.deepEqual([await one.store.flushed(), await two.store.flushed()], [true, true]);
  return { device, other, one, two };
}

test("[R26] two tabs have a store each, and both are kept", async () => {
  const { device, one, two } = await twoTabs();
  assert.deepEqual([keysIn(one.store), keysIn(two.store)], [["one"], ["two"]]);
  assert.equal(device.flash.rings.size, 2);
});

test("[R26] what closed tabs left is moved into one store, and what it had closed stays closed", async () => {
  const { device, two } = await twoTabs();
  two.store.add(await kept("due", FIRST));
  two.store.close(FIRST);
  await two.store.flushed();
  const again = await openedStore(new FakeDevice(device.flash));
  assert.deepEqual([keysIn(again.store), again.store.closedMs], [["two"], FIRST]);
  assert.deepEqual([device.flash.rings.size, device.flash.tables.size], [1, 1]);
  const third = await openedStore(new FakeDevice(device.flash));
  assert.deepEqual(keysIn(third.store), ["two"]);
});

test("[R26] killed while it moves, nothing is lost", async () => {
  const { device } = await twoTabs();
  for (const stepsLeft of [0, 1, 2, 3, 4]) {
    const next = new FakeDevice(device.flash);
    const killed = Promise.withResolvers<void>();
    next.stepsLeft = stepsLeft;
    next.before = () => next.stepsLeft === 0 && killed.resolve();
    await Promise.race([killed.promise, openedStore(next)]);
  }
  const { store } = await openedStore(new FakeDevice(device.flash));
  assert.deepEqual([...new Set(keysIn(store))], ["one", "two"]);
});

test("[R26] a store that is shut is free, with all that waited", async () => {
  const device = new FakeDevice();
  const { store } = await openedStore(device);
  store.add(await kept("a", FIRST));
  await store.shut();
  const again = await openedStore(device);
  assert.deepEqual(keysIn(again.store), ["a"]);
  assert.equal(device.flash.rings.size, 1);
});

test("[R24] [R26] stores that nobody opens lose their due slots when any other is opened", async () => {
  const { device } = await twoTabs();
  const later = new FakeClock(FIRST);
  await openedStore(new FakeDevice(device.flash), { name: "march 2", clock: later });
  assert.deepEqual(await readable(device.flash), ["two"]);
  assert.equal(device.flash.rings.size, 2);
  later.nowMs = SECOND;
  await openedStore(new FakeDevice(device.flash), { name: "march 3", clock: later });
  assert.deepEqual(await readable(device.flash), []);
  assert.equal(device.flash.rings.size, 1);
});

test("[R25] panic takes the keys of every tab first, then the rows; the tabs go on in memory", async () => {
  const { device, other, one, two } = await twoTabs();
  const before = device.flash.steps.length;
  await one.store.destroy();
  assert.deepEqual(device.flash.steps.slice(before), ["removeKeys", "removeRows"]);
  assert.deepEqual(await readable(device.flash), ["two"]);
  await destroyStores(other, "march 2");
  assert.equal(device.flash.rings.size, 1);
  await destroyStores(other, "march 1");
  assert.deepEqual(await readable(device.flash), []);
  assert.deepEqual([device.flash.rings.size, device.flash.tables.size], [0, 0]);
  assert.deepEqual([one.store.trouble?.code, two.store.trouble?.code], ["destroyed", "closed"]);
  two.store.add(await kept("more", SECOND));
  assert.deepEqual(keysIn(two.store), ["more", "two"]);
  assert.equal(device.flash.rings.size, 0);
});

test("[R25] panic works while a write is under way, which brings nothing back", async () => {
  const device = new FakeDevice();
  const { store } = await openedStore(device);
  store.add(await kept("a", FIRST));
  await store.flushed();
  const hold = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  device.before = (step) => {
    if (step !== "ring") return undefined;
    begun.resolve();
    return hold.promise;
  };
  store.add(await kept("b", SECOND));
  await begun.promise;
  await store.destroy();
  hold.resolve();
  assert.equal(await store.flushed(), false);
  assert.deepEqual(await readable(device.flash), []);
  assert.deepEqual([device.flash.rings.size, device.flash.tables.size], [0, 0]);
});

test("[R25] a device that refuses one store is told when the others are gone", async () => {
  const { device } = await twoTabs();
  let refused = 0;
  device.before = (step) => {
    if (step !== "removeKeys") return;
    refused += 1;
    if (refused === 1) throw new DOMException("no", "NoModificationAllowedError");
  };
  await assert.rejects(destroyStores(device), { name: "NoModificationAllowedError" });
  assert.deepEqual(await readable(device.flash), ["one"]);
  assert.equal(device.flash.tables.size, 0);
});

test("[R25] a device that refuses is told, and may be asked again", async () => {
  const { device, one } = await twoTabs();
  device.before = () => {
    throw new DOMException("no", "NoModificationAllowedError");
  };
  await assert.rejects(one.store.destroy(), { name: "NoModificationAllowedError" });
  device.before = () => undefined;
  await destroyStores(device);
  assert.deepEqual(await readable(device.flash), []);
});

test("[R24] a sweep closes what is due in every store that no tab has open, and opens none", async () => {
  const { device, two } = await twoTabs();
  const again = new FakeDevice(device.flash);
  await freeStores(again, { name: null, nowMs: FIRST, found: [] });
  assert.deepEqual(await readable(device.flash), ["two"]);
  assert.equal(device.flash.rings.size, 1);
  const third = await openedStore(again, { clock: new FakeClock(FIRST) });
  assert.deepEqual(keysIn(third.store), ["two"]);
  assert.equal(two.store.trouble, null);
  await freeStores(again, { name: null, nowMs: SECOND, found: [] });
  assert.deepEqual(await readable(device.flash), ["two"], "this tab has it open");
});

test("[R26] a store that cannot be opened keeps nobody from the others", async () => {
  const { device } = await twoTabs();
  const [own, broken] = [...device.flash.rings.keys()];
  const next = new FakeDevice(device.flash);
  const open = next.openRows.bind(next);
  next.openRows = (id, onClosed) => (id === broken ? refused() : open(id, onClosed));
  const { store, troubles } = await openedStore(next);
  assert.deepEqual([keysIn(store), store.trouble], [["one"], null]);
  assert.deepEqual(
    troubles.map(({ code, count }) => [code, count]),
    [["left", undefined]],
  );
  assert.deepEqual([...device.flash.rings.keys()], [own, broken]);
  const again = await openedStore(new FakeDevice(device.flash));
  assert.deepEqual(keysIn(again.store), ["one", "two"]);
});

test("[R26] where its own rows cannot be read a store is in memory, with what others left", async () => {
  const { device } = await twoTabs();
  const [own] = [...device.flash.rings.keys()];
  const next = new FakeDevice(device.flash);
  const open = next.openRows.bind(next);
  next.openRows = async (id, onClosed) => {
    const rows = await open(id, onClosed);
    return id === own ? { ...rows, all: refused } : rows;
  };
  const { store, troubles } = await openedStore(next);
  assert.deepEqual([keysIn(store), store.trouble?.code], [["two"], "failed"]);
  assert.equal(troubles.length, 1);
  // Nobody else has it while this tab may still change its ring.
  const sibling = await openedStore(new FakeDevice(device.flash, next));
  assert.deepEqual(keysIn(sibling.store), ["two"]);
});

test("[R26] a store that cannot be claimed keeps nobody from the others", async () => {
  const { device } = await twoTabs();
  const [broken] = [...device.flash.rings.keys()];
  const next = new FakeDevice(device.flash);
  const claim = next.claim.bind(next);
  next.claim = (id) => (id === broken ? Promise.reject(new Error("no")) : claim(id));
  const { store } = await openedStore(next);
  assert.deepEqual([keysIn(store), store.trouble], [["two"], null]);
});

test("[R26] rows without keys are removed; one that cannot be keeps nobody from the others, and is tried again", async () => {
  const { device } = await twoTabs();
  const [broken, unclaimed, gone] = ["broken", "unclaimed", "gone"];
  for (const id of [broken, unclaimed, gone]) device.flash.tables.set(id, new Map());
  const next = new FakeDevice(device.flash);
  const [claim, remove] = [next.claim.bind(next), next.removeRows.bind(next)];
  let isKind = false;
  next.claim = (id) => (id === unclaimed && !isKind ? refused() : claim(id));
  next.removeRows = (id) => (id === broken && !isKind ? refused() : remove(id));
  const { store } = await openedStore(next);
  assert.deepEqual([keysIn(store).toSorted(), store.trouble], [["one", "two"], null]);
  assert.equal(device.flash.tables.has(gone), false);
  // The same tab has not kept the claim of what it could not remove.
  isKind = true;
  await freeStores(next, { name: null, nowMs: 0, found: [] });
  assert.equal(device.flash.tables.size, 1);
});

test("[R26] where rows without keys cannot be listed, stores are opened all the same", async () => {
  const { device } = await twoTabs();
  const next = new FakeDevice(device.flash);
  next.orphans = refused;
  const { store } = await openedStore(next);
  assert.equal(store.trouble, null);
});

test("[R26] there are no more stores than every tab can look at", async () => {
  const device = new FakeDevice();
  for (let left = STORES_MAX; left > 0; left -= 1) {
    device.flash.rings.set(`${left}`, new Uint8Array());
    await device.claim(`${left}`);
  }
  const { store } = await openedStore(new FakeDevice(device.flash, device));
  assert.equal(store.trouble?.code, "quota");
});
