import assert from "node:assert/strict";
import test from "node:test";
import { generateKeys, openIdentity, Verifier } from "./identity.ts";
import { decodeRecord, draftRecord, isSigned, signRecord } from "./record.ts";
import { isRestated, restated } from "./restated.ts";

const identity = await openIdentity(await generateKeys());
const stamp = { wallMs: 1_800_000_000_000, count: 0, author: identity.author };
const header = { sequence: 3, stamp, model: "m", key: "k", expiresAt: 1_800_000_060_000 };
const sign = (x: number, wallMs = stamp.wallMs) =>
  signRecord(
    draftRecord({ ...header, stamp: { ...stamp, wallMs } }, Uint8Array.of(x)),
    identity,
    "space",
  );

test("[R45] a restated record is the bytes that its author signed, and no signature", async () => {
  const [first, second] = [await sign(1), await sign(2, stamp.wallMs + 5)];
  const told = restated(first, second);
  assert.deepEqual(told.bytes.slice(0, -64), second.bytes.slice(0, -64));
  assert.deepEqual({ ...decodeRecord(told.bytes) }, { ...told });
  assert.deepEqual([isRestated(told), isRestated(second)], [true, false]);
});

test("[R45] nobody takes a restated record for one that its author signed", async () => {
  const first = await sign(1);
  const told = restated(first, { ...first, body: Uint8Array.of(9) });
  assert.equal(await isSigned(first, "space", new Verifier()), true);
  assert.equal(await isSigned(told, "space", new Verifier()), false);
});

test("[R45] what is too large for a record is not restated", async () => {
  const first = await sign(1);
  assert.throws(() => restated(first, { ...first, body: new Uint8Array(5_000) }), RangeError);
});
