import assert from "node:assert/strict";
import { test } from "node:test";
import { openIdentity } from "@muster/replica";
import { base64url } from "jose";
import { openMarch, SQUARE, seenBy, signedPosition } from "../test/fake-march.ts";
import { keyComer } from "../test/fake-people.ts";
import type { KeptMarch } from "./kept-march.ts";
import { type LastWord, sayLast } from "./last-word.ts";
import { USUAL } from "./settings.ts";
import { newSigningKeys } from "./vault/seal.ts";

/** Somebody who shared in a march from a page that is closed now, and what their phone keeps. */
async function left(rights: readonly string[] = ["share"]) {
  const open = await openMarch();
  const keys = await newSigningKeys();
  const identity = await openIdentity(keys);
  const grant = await keyComer(open, identity);
  const { person } = grant;
  const contingent = grant.about["contingent"] ?? "";
  const pin = await signedPosition(open, identity, { person, contingent, place: SQUARE });
  assert.equal((await open.owner.admit(grant, pin)).status, "accepted");
  open.timers.advance(1);
  const { id, lifetimeMs } = open.march;
  const endsAt = open.timers.now() + 1;
  const what = { invite: "i", name: "Saturday", contingents: [], links: [] };
  const joined = { person, token: "t", contingent, rights };
  const kept: KeptMarch = { id, endsAt, lifetimeMs, keys, ...what, joined };
  return { open, grant, kept };
}

test("[W36] a panic takes one's pin away in every march that is kept, none of them open", async () => {
  const { open, grant, kept } = await left();
  const words: LastWord[] = [];
  const send = async (word: LastWord): Promise<void> => {
    words.push(word);
    const { status } = await open.owner.admit(grant, base64url.decode(word.body.record));
    assert.equal(status, "accepted");
  };
  const nowOf = (): number => open.timers.now();
  const other: KeptMarch = { ...kept, joined: null };
  await sayLast([other, kept], { nowOf, settings: USUAL, send });
  assert.deepEqual(
    words.map(({ path, token }) => [path, token]),
    [[`/march/${kept.id}/records`, "t"]],
  );
  assert.equal(seenBy(open.owner, grant)[grant.person] ?? null, null);
});

test("[W36] without a network, or where nobody may share, a panic waits for nothing", async () => {
  const { kept } = await left();
  const watches: KeptMarch = { ...kept, joined: { ...kept.joined!, rights: ["display"] } };
  let sent = 0;
  const send = (): Promise<void> => {
    sent += 1;
    return Promise.reject(new TypeError("no network"));
  };
  await sayLast([kept, watches], { nowOf: () => kept.endsAt, settings: USUAL, send });
  assert.equal(sent, 1);
});
