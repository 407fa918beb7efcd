import assert from "node:assert/strict";
import { test } from "node:test";
import type { Grant } from "@muster/rooms";
import { guest, keyHolder, type OpenMarch, openMarch, SQUARE, share } from "../test/fake-march.ts";
import { admit, tell } from "../test/fake-people.ts";
import { positions } from "./model.ts";
import { DISPLAY } from "./room.ts";
import { REPLACED } from "./turned-away.ts";

const replaced = { code: "forbidden", message: REPLACED };

/** What a token says that the node made then. */
function made(grant: Grant, at: number, contingent = "Tenants"): Grant {
  return { ...grant, about: { ...grant.about, contingent, made: String(at) } };
}

/** Comes as over a connection: what they are told when they must go. */
function comes({ owner }: OpenMarch, grant: Grant): readonly string[] {
  owner.audiencesOf(grant);
  const told: string[] = [];
  owner.onGone(grant.person, ({ code, message }) => told.push(`${code}: ${message}`));
  return told;
}

test("[A23] [A6] by two tokens nobody sees a part of two contingents at once", async () => {
  const open = await openMarch();
  const { owner, timers } = open;
  const ada = guest("ada");
  const [tenants, nurses] = [made(ada, 1), made(ada, 2, "Nurses")];
  const before = [comes(open, tenants), comes(open, tenants)];
  const ben = comes(open, made(guest("ben"), 1));
  const now = [comes(open, nurses), comes(open, nurses)];
  timers.advance(0);
  assert.deepEqual(before, [[`forbidden: ${REPLACED}`], [`forbidden: ${REPLACED}`]]);
  assert.deepEqual([ben, ...now], [[], [], []]);
  assert.throws(() => owner.audiencesOf(tenants), replaced);
  assert.throws(() => owner.checkEntry(guest("ada")), replaced, "one that says nothing is older");
  owner.checkEntry(nurses);
  timers.advance(0);
  assert.deepEqual(now, [[], []]);
});

test("[A23] a token that was made and never used ends nothing", async () => {
  const open = await openMarch();
  const before = comes(open, made(guest("ada"), 1));
  comes(open, made(guest("ada"), 1));
  open.timers.advance(0);
  assert.deepEqual(before, []);
});

test("[A23] nobody writes by an older token, with a key or without, by any way", async () => {
  const open = await openMarch();
  const { owner } = open;
  const older = made(guest("ada"), 1);
  comes(open, older);
  comes(open, made(guest("ada"), 2, "Nurses"));
  await assert.rejects(share(owner, older, SQUARE), replaced);
  await assert.rejects(tell(open, older), replaced);
  const { grant, identity } = await keyHolder();
  comes(open, made(grant, 2, "Nurses"));
  const value = { person: grant.person, contingent: "Tenants", place: SQUARE };
  const late = await admit(open, { grant: made(grant, 1), identity }, { model: positions, value });
  assert.equal(late, `forbidden: ${REPLACED}`);
  await share(owner, made(guest("ada"), 2, "Nurses"), SQUARE);
});

test("[A23] in a room opened anew the first token counts until a newer one comes", async () => {
  const open = await openMarch();
  const first = comes(open, made(guest("ada"), 1));
  assert.deepEqual(open.owner.audiencesOf(made(guest("ada"), 1)).slice(0, 1), ["0 Tenants"]);
  const second = comes(open, made(guest("ada"), 3, "Nurses"));
  open.timers.advance(0);
  assert.throws(() => comes(open, made(guest("ada"), 2, "Cooks")), replaced);
  assert.deepEqual([first.length, second.length], [1, 0]);
});

test("[A23] a display that joined anew ends what it showed before", async () => {
  const open = await openMarch();
  const wall = guest("wall", "Tenants", [DISPLAY]);
  const before = comes(open, made(wall, 1));
  const now = comes(open, made(wall, 2));
  open.timers.advance(0);
  assert.deepEqual([before.length, now.length], [1, 0]);
});
