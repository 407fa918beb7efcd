import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeRing, encodeRing, isOf, newRing, type Ring, type SlotKey } from "./ring.ts";

async function ringOfTwo(): Promise<Ring> {
  return { ...(await newRing("march 1")), closedMs: 10_000, slots: [slotKey(2), slotKey(3)] };
}

function slotKey(at: number): SlotKey {
  return {
    id: new Uint8Array(8).fill(at),
    expiresAt: at * 10_000,
    stale: at === 2,
    key: new Uint8Array(32).fill(at),
  };
}

test("[R24] a ring is read as it was written", async () => {
  const ring = await ringOfTwo();
  const read = await decodeRing(await encodeRing(ring));
  assert.deepEqual(read, ring);
});

test("[R24] a ring of which any byte is another is refused", async () => {
  const bytes = await encodeRing(await ringOfTwo());
  for (const at of bytes.keys()) {
    const damaged = bytes.slice();
    damaged[at]! ^= 1;
    await assert.rejects(decodeRing(damaged), { name: "Malformed" }, `byte ${at}`);
  }
  await assert.rejects(decodeRing(bytes.subarray(1)), { name: "Malformed" });
});

test("[R27] a ring knows its name, does not tell it, and two of one name have nothing in common", async () => {
  const [one, other] = [await newRing("march 1"), await newRing("march 1")];
  assert.deepEqual([await isOf(one, "march 1"), await isOf(one, "march 2")], [true, false]);
  assert.equal(Buffer.from(await encodeRing(one)).includes("march"), false);
  assert.notDeepEqual(one.tag, other.tag);
});
