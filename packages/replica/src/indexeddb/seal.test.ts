import assert from "node:assert/strict";
import { test } from "node:test";
import { newKeyBytes, newRowId, newSlotId } from "./random.ts";
import { Sealer, slotKeyOf } from "./seal.ts";

const RECORD = new TextEncoder().encode("ann is at 52.52, 13.405");

async function sealed() {
  const key = await slotKeyOf(newKeyBytes());
  const sealer = new Sealer("march 1");
  const row = await sealer.seal(key, newRowId(newSlotId()), RECORD);
  return { key, sealer, row };
}

test("[R23] a row gives its record to the key of its slot", async () => {
  const { key, sealer, row } = await sealed();
  assert.deepEqual(await sealer.open(key, row), RECORD);
  assert.equal(Buffer.from(row.sealed).includes("ann"), false);
});

test("[R23] no script reads the key of a slot again", async () => {
  const { key } = await sealed();
  assert.equal(key.extractable, false);
});

test("[R23] a row opens with no other key, in no other row, slot or space", async () => {
  const { key, sealer, row } = await sealed();
  const [inRow, inSlot] = [row.id.slice(), row.id.slice()];
  inRow[15]! ^= 1;
  inSlot[0]! ^= 1;
  assert.equal(await sealer.open(await slotKeyOf(newKeyBytes()), row), null);
  assert.equal(await sealer.open(key, { ...row, id: inRow }), null);
  assert.equal(await sealer.open(key, { ...row, id: inSlot }), null);
  assert.equal(await new Sealer("march 2").open(key, row), null);
});

test("[R23] a row of which any byte is another, or which is cut, opens nothing", async () => {
  const { key, sealer, row } = await sealed();
  for (const at of row.sealed.keys()) {
    const damaged = row.sealed.slice();
    damaged[at]! ^= 1;
    assert.equal(await sealer.open(key, { ...row, sealed: damaged }), null, `byte ${at}`);
  }
  for (const length of [0, 11, 12, 28, row.sealed.length - 1]) {
    assert.equal(await sealer.open(key, { ...row, sealed: row.sealed.slice(0, length) }), null);
  }
});

test("[R23] the same record is never sealed alike, and its size is a step of 256 bytes", async () => {
  const { key, sealer, row } = await sealed();
  const again = await sealer.seal(key, row.id, RECORD);
  assert.notDeepEqual(again.sealed.subarray(0, 12), row.sealed.subarray(0, 12));
  assert.notDeepEqual(again.sealed.subarray(12), row.sealed.subarray(12));
  const sizes = [0, 254, 255, 4_096].map((length) => new Uint8Array(length));
  const rows = await Promise.all(sizes.map((bytes) => sealer.seal(key, row.id, bytes)));
  assert.deepEqual(
    rows.map(({ sealed }) => sealed.length - 28),
    [256, 256, 512, 4_352],
  );
});
