import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { FakePhone } from "../test/fake-phone.ts";
import { Device } from "./device.ts";
import type { KeptMarch } from "./kept-march.ts";
import type { LastContact } from "./vault/records.ts";
import { newSigningKeys } from "./vault/seal.ts";

const NOW_MS = 1_800_000_000_000;
const TURNS_MAX = 1_000;
const MARCH = "m".repeat(16);
const CONTACT: LastContact = { counter: 3, nonce: 4, heardAtMs: NOW_MS, offsetMs: -5 };

async function twoTabs() {
  const phone = new FakePhone();
  const one = await Device.on(await phone.openVault(), NOW_MS);
  await one.keep(await newMarch());
  const two = await Device.on(await phone.openVault(), NOW_MS);
  return { phone, one, two };
}

async function newMarch(): Promise<KeptMarch> {
  const times = { endsAt: NOW_MS + 1, lifetimeMs: 60_000 };
  const what = { invite: "i", name: "Saturday", contingents: [], links: [], joined: null };
  return { id: MARCH, keys: await newSigningKeys(), ...times, ...what };
}

test("[W70] when a march was heard last is kept with it, and goes with it", async () => {
  const { phone, one } = await twoTabs();
  await one.keepContact(MARCH, CONTACT);
  const again = await Device.on(await phone.openVault(), NOW_MS);
  assert.deepEqual(again.contactOf(MARCH), CONTACT);
  await again.forget(MARCH);
  assert.deepEqual([phone.keys.size, phone.rows.size, again.contactOf(MARCH)], [0, 0, null]);
});

test("[W71] what another tab noted of a march that is left goes too, and comes no more", async () => {
  const { phone, one, two } = await twoTabs();
  const left: (string | null)[] = [];
  two.onForgotten((march) => left.push(march));
  await two.keepContact(MARCH, CONTACT);
  const unsent = { id: "u", march: MARCH, model: "alerts", value: 1, atMs: NOW_MS };
  await two.keepUnsent(unsent);
  const leaving = one.forget(MARCH);
  const late = two.keepContact(MARCH, { ...CONTACT, heardAtMs: NOW_MS + 1 });
  await Promise.all([leaving, late]);
  await two.keepContact(MARCH, CONTACT);
  await one.keepContact(MARCH, CONTACT);
  // Those of the other tab are removed one after the other.
  for (let turns = 0; turns < TURNS_MAX && phone.rows.size > 0; turns += 1) await setImmediate();
  assert.equal(phone.rows.size, 0);
  assert.deepEqual([phone.keys.size, left], [0, [MARCH]]);
});

test("[W71] of a panic every tab hears, and keeps nothing any more", async () => {
  const { phone, one, two } = await twoTabs();
  const left: (string | null)[] = [];
  two.onForgotten((march) => left.push(march));
  await one.destroy();
  await two.keep(await newMarch());
  assert.deepEqual([phone.keys.size, phone.rows.size, left], [0, 0, [null]]);
});
