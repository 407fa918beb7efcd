import assert from "node:assert/strict";
import { test } from "node:test";
import { guest, newIdentity, newMarch } from "../test/fake-march.ts";
import { checkDoor } from "./door.ts";
import { maskOf } from "./mask.ts";

const march = await newMarch(await newIdentity());
const invited = { rights: ["share"], by: "steward", link: "AAECAwQF" } as const;
const ada = guest("ada");
const steward = guest("steward-by-key", "Tenants", ["share", "steward"]);
const forbidden = { code: "forbidden" };

test("[A19] who was removed does not come in, by whatever link; others do", () => {
  const barred = { ...march, barred: [maskOf(march, "ada")] };
  assert.throws(() => checkDoor(barred, invited, ada), forbidden);
  checkDoor(barred, invited, guest("ben"));
  const asSteward = { ...ada, rights: ["share", "steward"] };
  assert.throws(() => checkDoor(barred, invited, asSteward), forbidden);
});

test("[A20] by a revoked link, and by an invite of who was removed, only stewards come in", () => {
  const revoked = { ...march, revoked: [invited.link] };
  const orphaned = { ...march, barred: [maskOf(march, invited.by)] };
  for (const closed of [revoked, orphaned]) {
    assert.throws(() => checkDoor(closed, invited, ada), forbidden);
    checkDoor(closed, invited, steward);
    checkDoor(closed, { ...invited, by: "another", link: "BBECAwQF" }, ada);
  }
});

test("[A19] a mask of one march tells nothing in another", () => {
  const other = { ...march, id: "b-march-of-tests" };
  assert.notEqual(maskOf(march, "ada"), maskOf(other, "ada"));
  checkDoor({ ...other, barred: [maskOf(march, "ada")] }, invited, ada);
});
