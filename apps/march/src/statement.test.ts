import assert from "node:assert/strict";
import { test } from "node:test";
import { Verifier } from "@muster/replica";
import { newIdentity } from "../test/fake-march.ts";
import { isSigned, personOf, type Statement, signStatement } from "./statement.ts";

const statement: Statement = { does: "erase", march: "a-march-of-tests", at: 5 };

test("[A5] a signature fits its key, and what was stated, and nothing else", async () => {
  const [signer, other] = await Promise.all([newIdentity(), newIdentity()]);
  const { signature } = await signStatement(signer, statement);
  const fits = (changed: Partial<Statement>, key = signer.publicKey) =>
    isSigned(new Verifier(), { ...statement, ...changed }, { key, signature });
  assert.equal(await fits({}), true);
  assert.equal(await fits({ does: "join" }), false);
  assert.equal(await fits({ march: "b-march-of-tests" }), false);
  assert.equal(await fits({ at: 6 }), false);
  assert.equal(await fits({}, other.publicKey), false);
});

test("[A5] a key that is no point, and a signature of another length, answer no", async () => {
  const signer = await newIdentity();
  const { signature } = await signStatement(signer, statement);
  const fits = (key: Uint8Array, bytes: Uint8Array) =>
    isSigned(new Verifier(), statement, { key, signature: bytes });
  assert.equal(await fits(new Uint8Array(32).fill(255), signature), false);
  assert.equal(await fits(signer.publicKey, signature.subarray(1)), false);
});

test("[A5] a person's name is 22 characters that only their key gives", async () => {
  const [one, other] = await Promise.all([newIdentity(), newIdentity()]);
  assert.match(await personOf(one.publicKey), /^[A-Za-z0-9_-]{22}$/);
  assert.equal(await personOf(one.publicKey), await personOf(one.publicKey));
  assert.notEqual(await personOf(one.publicKey), await personOf(other.publicKey));
});
