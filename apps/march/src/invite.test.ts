import assert from "node:assert/strict";
import { test } from "node:test";
import { signToken, verifyToken } from "@muster/rooms";
import { guest, newIdentity, newMarch, START_MS } from "../test/fake-march.ts";
import { readInvite, signInvite } from "./invite.ts";
import { MARCH } from "./room.ts";

const march = await newMarch(await newIdentity());

test("[A5] an invite tells its rights, and who invited", async () => {
  const invite = await signInvite(march, ["share", "display"], "steward");
  const { person, rights } = await readInvite(march, invite, START_MS);
  assert.deepEqual({ person, rights }, { person: "steward", rights: ["share", "display"] });
});

test("[A5] an invite is not a session token, nor the other way", async () => {
  const room = { kind: MARCH, id: march.id };
  const invite = await signInvite(march, ["share"], "steward");
  const session = await signToken(march.tokenKey, room, guest("someone"));
  const refused = { code: "unauthorised" };
  await assert.rejects(verifyToken(march.tokenKey, room, invite, START_MS), refused);
  await assert.rejects(readInvite(march, session, START_MS), refused);
});

test("[A5] an invite counts in its own march only", async () => {
  const invite = await signInvite(march, ["share"], "steward");
  const others = [
    { ...march, id: "b-march-of-tests" },
    { ...march, tokenKey: new Uint8Array(32).fill(8) },
  ];
  for (const other of others) {
    await assert.rejects(readInvite(other, invite, START_MS), { code: "unauthorised" });
  }
  await assert.rejects(readInvite(march, `${invite}x`, START_MS), { code: "unauthorised" });
});

test("[A4] [A5] an invite ends with its march", async () => {
  const invite = await signInvite(march, ["share"], "steward");
  await readInvite(march, invite, march.endsAt - 1);
  await assert.rejects(readInvite(march, invite, march.endsAt), { code: "ended" });
  const endedEarly = { ...march, endsAt: START_MS };
  await assert.rejects(readInvite(endedEarly, invite, START_MS), { code: "ended" });
});
