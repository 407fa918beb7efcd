import assert from "node:assert/strict";
import { test } from "node:test";
import { signToken, verifyToken } from "@muster/rooms";
import { guest, newIdentity, newMarch, START_MS } from "../test/fake-march.ts";
import { readInvite, signInvite } from "./invite.ts";
import { MARCH } from "./room.ts";
import { personOf } from "./statement.ts";

const steward = await newIdentity();
const march = await newMarch(steward);
const by = await personOf(steward.publicKey);
const invited = { rights: ["share"], by, link: "AAECAwQF" } as const;
const refused = { code: "unauthorised" };

test("[A5] [A20] an invite tells its rights, who invited and its link, in 52 characters", () => {
  for (const rights of [["share"], ["display"], ["share", "display"]] as const) {
    const invite = signInvite(march, { ...invited, rights });
    assert.match(invite, /^[\w-]{52}$/);
    assert.deepEqual(readInvite(march, invite, START_MS), { ...invited, rights });
  }
});

test("[A5] an invite is not a session token, nor the other way", async () => {
  const room = { kind: MARCH, id: march.id };
  const invite = signInvite(march, invited);
  const session = await signToken(march.tokenKey, room, guest("someone"));
  await assert.rejects(verifyToken(march.tokenKey, room, invite, START_MS), refused);
  assert.throws(() => readInvite(march, session, START_MS), refused);
});

test("[A5] an invite counts in its own march only", () => {
  const invite = signInvite(march, invited);
  const others = [
    { ...march, id: "b-march-of-tests" },
    { ...march, tokenKey: new Uint8Array(32).fill(8) },
  ];
  for (const other of others) {
    assert.throws(() => readInvite(other, invite, START_MS), refused);
  }
});

test("[A5] an invite that is changed anywhere, cut or longer is refused", () => {
  const invite = signInvite(march, invited);
  for (let at = 0; at < invite.length; at += 1) {
    const other = invite[at] === "A" ? "B" : "A";
    const changed = `${invite.slice(0, at)}${other}${invite.slice(at + 1)}`;
    assert.throws(() => readInvite(march, changed, START_MS), refused, `at ${at}`);
    assert.throws(() => readInvite(march, invite.slice(0, at), START_MS), refused, `to ${at}`);
  }
  for (const wrong of [`${invite}x`, `${invite}=`, ` ${invite}`, `${invite}\n`]) {
    assert.throws(() => readInvite(march, wrong, START_MS), refused);
  }
});

test("[A4] [A5] an invite ends with its march", () => {
  const invite = signInvite(march, invited);
  readInvite(march, invite, march.endsAt - 1);
  const ended = { code: "ended" };
  assert.throws(() => readInvite(march, invite, march.endsAt), ended);
  const endedEarly = { ...march, endsAt: START_MS };
  assert.throws(() => readInvite(endedEarly, invite, START_MS), ended);
  const prolonged = { ...march, endsAt: march.endsAt + 1_000 };
  assert.throws(() => readInvite(prolonged, invite, march.endsAt), ended);
});
