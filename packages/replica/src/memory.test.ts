import assert from "node:assert/strict";
import { test } from "node:test";
import { headerOf, newIdentity } from "../test/place.ts";
import { MemoryStore } from "./memory.ts";
import { draftRecord } from "./record.ts";
import type { Kept } from "./store.ts";

const ANN = await newIdentity();

function kept(key: string, expiresAt: number): Kept {
  const header = headerOf(ANN, key, { expiresAt });
  const { unsigned: bytes, ...record } = draftRecord(header, new Uint8Array());
  const entry = { key, stamp: header.stamp, expiresAt, value: null };
  return { record: { ...record, bytes }, entry };
}

const keys = (all: Iterable<Kept>) => [...all].map(({ entry }) => entry.key);

test("[R9] a store gives everything, oldest slot first", () => {
  const store = new MemoryStore();
  for (const [key, expiresAt] of [
    ["c", 30_000],
    ["a", 10_000],
    ["b", 20_000],
    ["d", 30_000],
  ] as const) {
    store.add(kept(key, expiresAt));
  }
  assert.deepEqual(keys(store.all()), ["a", "b", "c", "d"]);
});

test("[R9] a store closes every slot that is due at once, and no other", () => {
  const store = new MemoryStore();
  for (const [key, expiresAt] of [
    ["b", 20_000],
    ["a", 10_000],
    ["c", 30_000],
  ] as const) {
    store.add(kept(key, expiresAt));
  }
  assert.deepEqual(keys(store.close(9_999)), []);
  assert.deepEqual(keys(store.close(20_000)).toSorted(), ["a", "b"]);
  assert.deepEqual(keys(store.close(20_000)), []);
  assert.deepEqual(keys(store.all()), ["c"]);
});

test("[R9] a store closes a slot of any size", () => {
  const store = new MemoryStore();
  const one = kept("a", 10_000);
  for (let i = 0; i < 200_000; i += 1) store.add({ ...one });
  assert.equal(store.close(10_000).length, 200_000);
  assert.deepEqual([...store.all()], []);
});

test("[R9] what was removed is gone, and removing it again changes nothing", () => {
  const store = new MemoryStore();
  const [a, b] = [kept("a", 10_000), kept("b", 10_000)];
  store.add(a);
  store.add(b);
  for (const _ of [1, 2]) store.remove(a);
  assert.deepEqual(keys(store.all()), ["b"]);
  store.remove(b);
  assert.deepEqual([...store.all()], []);
});
