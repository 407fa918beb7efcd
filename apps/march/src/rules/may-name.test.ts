import assert from "node:assert/strict";
import { test } from "node:test";
import { guest, openMarch, SQUARE, share } from "../../test/fake-march.ts";
import { admit, comer, keyComer, name, toldOf } from "../../test/fake-people.ts";
import { BANNER_EVERY_MS } from "../limits.ts";
import { BANNERS_OF_PERSON_MAX, banners } from "../models/banners.ts";
import { SUMMARY_PEOPLE_MIN } from "../summary.ts";

const forbidden = { code: "forbidden" };
const tooMany = { code: "too_many" };

test("[A14] who is in a contingent names it first; then who did, and stewards, change it", async () => {
  const open = await openMarch();
  const [ada, ben] = [comer(open, "ada"), comer(open, "ben")];
  await assert.rejects(name(open, guest("cyd", "Nurses"), { contingent: "Tenants" }), forbidden);
  await assert.rejects(name(open, ben, { by: "ada" }), forbidden);
  await name(open, ada, { name: "Renters", colour: 3 });
  open.timers.advance(BANNER_EVERY_MS);
  await assert.rejects(name(open, ben, { name: "Mine", by: "ada" }), forbidden);
  await assert.rejects(name(open, ben, { name: "Renters", colour: 3 }), forbidden);
  await name(open, ada, { name: "Tenants of the Bronx", colour: 3 });
  open.timers.advance(BANNER_EVERY_MS);
  const steward = { grant: await keyComer(open, open.steward), identity: open.steward };
  const value = { contingent: "Tenants", name: "Tenants", colour: 5, by: "ada" };
  assert.equal(await admit(open, steward, { model: banners, value }), "accepted");
  assert.deepEqual(open.owner.space.view(banners).get("Tenants")?.value, value);
  assert.deepEqual(toldOf(open, guest("wall", "", ["display"])), ["banners"]);
});

test("[A14] anyone in a contingent may write its banner again as it is, so that it does not expire", async () => {
  const open = await openMarch();
  await name(open, comer(open, "ada"), { colour: 3 });
  open.timers.advance(BANNER_EVERY_MS);
  await name(open, comer(open, "ben"), { colour: 3, by: "ada" });
  await assert.rejects(name(open, comer(open, "ben"), { colour: 3, by: "ada" }), tooMany);
});

test("[A14] no contingent passes for another", async () => {
  const open = await openMarch();
  await name(open, comer(open, "ada"), { name: "Renters" });
  const cyd = guest("cyd", "Nurses");
  for (const taken of ["Tenants", "tenants", "RENTERS", "ｒenters", "Τenants", "Rеnters"]) {
    await assert.rejects(name(open, cyd, { name: taken }), forbidden, taken);
  }
  await name(open, cyd, { name: "Nurses" });
});

test("[A14] a contingent that has people and no banner is not passed for either", async () => {
  const open = await openMarch();
  const cyd = guest("cyd", "Medics");
  for (let i = 0; i < SUMMARY_PEOPLE_MIN; i += 1) {
    await share(open.owner, guest(`p${i}`, "Nurses"), SQUARE);
  }
  await share(open.owner, guest("one", "Cooks"), SQUARE);
  await assert.rejects(name(open, cyd, { name: "Nurses" }), forbidden);
  // Nobody learns by asking that there are a few.
  await name(open, cyd, { name: "Cooks" });
});

const nurse = (i: number) => guest("ada", `Nurses ${i}`);

test("[A14] one person makes few banners, and none is changed all the time", async () => {
  const open = await openMarch();
  for (let i = 0; i < BANNERS_OF_PERSON_MAX; i += 1) await name(open, nurse(i));
  await assert.rejects(name(open, nurse(BANNERS_OF_PERSON_MAX)), tooMany);
  await assert.rejects(name(open, nurse(0), { colour: 1 }), tooMany);
  open.timers.advance(BANNER_EVERY_MS);
  await name(open, nurse(0), { colour: 1 });
});
