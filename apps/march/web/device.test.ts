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

const add = (label: string) => (march: Pick<KeptMarch, "links">) => ({
  links: [...march.links, { link: label, invite: "i", label, isDisplay: false }],
});

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

test("[W71] what was on its way to be kept of a march that is left goes too", async () => {
  const { phone, one, two } = await twoTabs();
  const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  phone.beforeKey = () => {
    begun.resolve();
    return goOn.promise;
  };
  const late = ["u", "v"].map((id) =>
    two.keepUnsent({ id, march: MARCH, model: "alerts", value: 1, atMs: NOW_MS }),
  );
  await begun.promise;
  await one.forget(MARCH);
  goOn.resolve();
  await Promise.all(late);
  for (let turns = 0; turns < TURNS_MAX && phone.rows.size > 0; turns += 1) await setImmediate();
  assert.deepEqual([phone.rows.size, phone.keys.size], [0, 0]);
});

test("[W71] a tab that thaws late takes nothing from a march that was joined again", async () => {
  const { phone, one, two } = await twoTabs();
  phone.untold = [];
  await one.forget(MARCH);
  await one.keep(await newMarch());
  for (const tell of phone.untold) tell();
  await two.look();
  assert.deepEqual([one.find(MARCH)?.id, two.find(MARCH)?.id], [MARCH, MARCH]);
  assert.notEqual((await Device.on(await phone.openVault(), NOW_MS)).find(MARCH), null);
});

test("[W71] what two tabs change of one march is all kept, and one that is joined is not joined over", async () => {
  const { phone, one, two } = await twoTabs();
  const joined = { person: "p", token: "t", contingent: "Nurses", rights: [] };
  await Promise.all([one.change(MARCH, add("one")), two.change(MARCH, add("two"))]);
  await one.change(MARCH, () => ({ joined }));
  await two.keep({ ...(await newMarch()), joined: { ...joined, person: "q" } });
  await Promise.all([one.set({ theme: "dark" }), two.set({ language: "es" })]);
  const again = await Device.on(await phone.openVault(), NOW_MS);
  const march = again.find(MARCH);
  assert.deepEqual(march?.links.map(({ label }) => label).toSorted(), ["one", "two"]);
  assert.deepEqual([march?.joined?.person, two.find(MARCH)?.joined?.person], ["p", "p"]);
  assert.deepEqual([again.settings.theme, again.settings.language], ["dark", "es"]);
});

test("[W69] of a write that another tab dropped a tab hears once it has what took its place", async () => {
  const { phone, one } = await twoTabs();
  const unsent = { march: MARCH, model: "alerts", value: 1, atMs: NOW_MS };
  await one.keepUnsent({ id: "u", ...unsent });
  const two = await Device.on(await phone.openVault(), NOW_MS);
  const heard: string[] = [];
  const end = two.onDropped((id) => {
    heard.push(id, ...two.unsentOf(MARCH).map((each) => each.id));
  });
  await one.keepUnsent({ id: "v", ...unsent });
  await one.drop("u");
  for (let turns = 0; turns < TURNS_MAX && heard.length === 0; turns += 1) await setImmediate();
  assert.deepEqual(heard, ["u", "v"]);
  end();
});

test("[W71] of a panic every tab hears, and keeps nothing any more", async () => {
  const { phone, one, two } = await twoTabs();
  const left: (string | null)[] = [];
  two.onForgotten((march) => left.push(march));
  await one.destroy();
  await two.keep(await newMarch());
  assert.deepEqual([phone.keys.size, phone.rows.size, left], [0, 0, [null]]);
});
