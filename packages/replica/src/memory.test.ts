import assert from "node:assert/strict";
import { test } from "node:test";
import { keptOf } from "../test/kept.ts";
import { newIdentity } from "../test/place.ts";
import { MemoryStore } from "./memory.ts";
import { STORE_CASES } from "./store.contract.ts";

const ANN = await newIdentity();

for (const { name, run } of STORE_CASES) {
  test(`${name}: memory`, () =>
    run({
      store: new MemoryStore(),
      kept: (key, expiresAt) => keptOf(ANN, key, expiresAt),
    }));
}

test("[R9] [R20] a store closes a slot of any size", async () => {
  const store = new MemoryStore();
  const one = await keptOf(ANN, "a", 10_000);
  for (let i = 0; i < 200_000; i += 1) store.add({ ...one });
  assert.equal(store.close(10_000).length, 200_000);
  assert.equal([...store.all()].length, 0);
});
