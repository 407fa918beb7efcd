import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import * as fc from "fast-check";
import { headerOf, newIdentity } from "../test/place.ts";
import { authorBytes, authorOf, identityOf } from "./author.ts";
import { Malformed } from "./fault.ts";
import { generateKeys, openIdentity, Verifier } from "./identity.ts";
import {
  decodeRecord,
  draftRecord,
  type Header,
  isSigned,
  NAME_BYTES_MAX,
  RECORD_BYTES_MAX,
  recordId,
  signRecord,
} from "./record.ts";
import { SLOT_MS } from "./slot.ts";

const SIGNATURE_BYTES = 64;
const BODY = Uint8Array.of(0xa0);
const ANN = await newIdentity();

const name = fc.string({ unit: "grapheme", maxLength: 20 });
const header: fc.Arbitrary<Header> = fc
  .record({
    sequence: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    author: fc.uint8Array({ minLength: 40, maxLength: 40 }).map(authorOf),
    wallMs: fc.maxSafeNat(),
    count: fc.maxSafeNat(),
    model: name,
    key: name,
    slot: fc.nat(),
  })
  .map(({ sequence, author, wallMs, count, model, key, slot }) => {
    const stamp = { wallMs, count, author };
    return { sequence, stamp, model, key, expiresAt: slot * SLOT_MS };
  });

test("[R1] a record is read as it was written", () => {
  const body = fc.uint8Array({ maxLength: 300 });
  const same = fc.property(header, body, (header, body) => {
    const bytes = unsignedRecord(header, body);
    assert.deepEqual(decodeRecord(bytes), { ...header, body, bytes });
  });
  fc.assert(same, { numRuns: 500, seed: 1 });
});

test("[R1] bytes that read as a record are the ones that its header and body give", () => {
  let taken = 0;
  const byte = fc.record({ at: fc.nat(200), value: fc.nat(255) });
  const canonical = fc.property(header, byte, (header, { at, value }) => {
    const bytes = unsignedRecord(header, BODY);
    bytes[at % bytes.length] = value;
    const read = orMalformed(bytes);
    if (read === undefined) return;
    taken += 1;
    const again = draftRecord(read, read.body).unsigned;
    assert.deepEqual(again, bytes.subarray(0, -SIGNATURE_BYTES));
  });
  fc.assert(canonical, { numRuns: 3000, seed: 2 });
  assert.ok(taken > 1000, `${taken} records`);
});

test("[R1] a record that is cut anywhere, or has a byte more, is refused", async () => {
  const { bytes } = await signRecord(draftRecord(headerOf(ANN, "a"), BODY), ANN, "march 1");
  assert.equal(decodeRecord(bytes).key, "a");
  for (let length = 0; length < bytes.length; length += 1) {
    assert.throws(() => decodeRecord(bytes.subarray(0, length)), Malformed);
  }
  for (const tail of [[0], [255], new Uint8Array(64), new Uint8Array(1000)]) {
    assert.throws(() => decodeRecord(Uint8Array.from([...bytes, ...tail])), Malformed);
  }
});

test("[R1] an author is an identity and an incarnation, new at each opening", async () => {
  const keys = await generateKeys();
  const [first, second] = [await openIdentity(keys), await openIdentity(keys)];
  assert.notEqual(first.author, second.author);
  assert.equal(identityOf(first.author), identityOf(second.author));
  assert.deepEqual(authorBytes(first.author).subarray(0, 32), first.publicKey);
  assert.equal(authorOf(authorBytes(first.author)), first.author);
  assert.match(first.author, /^[0-9a-f]{80}$/);
});

test("[R1] the id of a record is the SHA-256 of its bytes", async () => {
  const record = await signRecord(draftRecord(headerOf(ANN, "a"), BODY), ANN, "march 1");
  const expected = createHash("sha256").update(record.bytes).digest("hex");
  assert.equal(Buffer.from(await recordId(record)).toString("hex"), expected);
});

test("[R1] a signature fits one space, and no other that shares its letters", async () => {
  const record = await signRecord(draftRecord(headerOf(ANN, "a"), BODY), ANN, "march 1");
  const verifier = new Verifier();
  assert.equal(await isSigned(record, "march 1", verifier), true);
  for (const space of ["march 2", "march", "march 1\u0001", ""]) {
    assert.equal(await isSigned(record, space, verifier), false, space);
  }
});

test("[R1] a signature fits one author, also where the key is no point of the curve", async () => {
  const record = await signRecord(draftRecord(headerOf(ANN, "a"), BODY), ANN, "march 1");
  const verifier = new Verifier();
  for (const publicKey of [(await newIdentity()).publicKey, new Uint8Array(32).fill(0xff)]) {
    const bytes = record.bytes.slice();
    bytes.set(publicKey, 1);
    for (const _ of [1, 2])
      assert.equal(await isSigned(decodeRecord(bytes), "march 1", verifier), false);
  }
});

test("[R1] no record has a version, a sequence or an expiry that nobody writes", () => {
  const good = unsignedRecord(headerOf(ANN, "a"), BODY);
  assert.equal(good[0], 1);
  for (const version of [0, 2, 255]) {
    assert.throws(() => decodeRecord(Uint8Array.from([version, ...good.subarray(1)])), Malformed);
  }
  const unnumbered = unsignedRecord(headerOf(ANN, "a", { sequence: 0 }), BODY);
  assert.throws(() => decodeRecord(unnumbered), Malformed);
  const endless = { expiresAt: Number.MAX_SAFE_INTEGER * SLOT_MS };
  assert.throws(() => decodeRecord(unsignedRecord(headerOf(ANN, "a", endless), BODY)), Malformed);
});

test("[R1] what no reader would take is not drafted", () => {
  const longest = "ü".repeat(NAME_BYTES_MAX / 2);
  assert.equal(decodeRecord(unsignedRecord(headerOf(ANN, longest), BODY)).key, longest);
  assert.throws(() => draftRecord(headerOf(ANN, `${longest}.`), BODY), RangeError);
  assert.throws(() => draftRecord(headerOf(ANN, "a", { model: `${longest}.` }), BODY), RangeError);
  assert.throws(
    () => draftRecord(headerOf(ANN, "a"), new Uint8Array(RECORD_BYTES_MAX)),
    RangeError,
  );
});

/** A whole record but for its signature, which is left empty. */
function unsignedRecord(header: Header, body: Uint8Array): Uint8Array {
  const { unsigned } = draftRecord(header, body);
  return Uint8Array.from([...unsigned, ...new Uint8Array(SIGNATURE_BYTES)]);
}

function orMalformed(bytes: Uint8Array) {
  try {
    return decodeRecord(bytes);
  } catch (error) {
    assert.ok(error instanceof Malformed);
    return undefined;
  }
}
