import assert from "node:assert/strict";
import { test } from "node:test";
import {
  newRawKey,
  newSigningKeys,
  openKey,
  openKeys,
  openText,
  sealKeys,
  sealText,
} from "./seal.ts";

test("[W35] what is kept is not readable, opens under its key alone, and only unchanged", async () => {
  const key = await openKey(await newRawKey());
  const sealed = await sealText(key, "Saturday march");
  assert.equal(await openText(key, sealed), "Saturday march");
  assert.ok(!Buffer.from(sealed.bytes).includes("Saturday"));
  const again = await sealText(key, "Saturday march");
  assert.notDeepEqual(Buffer.from(again.bytes), Buffer.from(sealed.bytes));
  const other = await openKey(await newRawKey());
  await assert.rejects(openText(other, sealed), { name: "OperationError" });
  new Uint8Array(sealed.bytes)[0]! ^= 1;
  await assert.rejects(openText(key, sealed), { name: "OperationError" });
});

test("[W20] no script reads a signing key, before it was sealed or after; its entry's key neither", async () => {
  const key = await openKey(await newRawKey());
  assert.equal(key.extractable, false);
  const keys = await newSigningKeys();
  assert.equal(keys.privateKey.extractable, false);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
  const opened = await openKeys(key, await sealKeys(key, keys), raw);
  assert.equal(opened.privateKey.extractable, false);
  const text = new TextEncoder().encode("hello");
  const signature = await crypto.subtle.sign("Ed25519", opened.privateKey, text);
  assert.ok(await crypto.subtle.verify("Ed25519", keys.publicKey, signature, text));
  await assert.rejects(sealKeys(key, keys), /sealed/);
});
