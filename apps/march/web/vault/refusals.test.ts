import assert from "node:assert/strict";
import { test } from "node:test";
import { FakePhone } from "../../test/fake-phone.ts";

const FULL = new DOMException("full", "QuotaExceededError");

test("[W35] after one refusal the rest is said to be kept, and all of it once it is", async () => {
  const phone = new FakePhone();
  const vault = await phone.openVault();
  await vault.put("march a", () => 1);
  phone.refuses.set("put", FULL);
  await vault.put("march b", () => 2);
  assert.equal(vault.keeps.value, "some");
  await vault.put("march a", () => 3);
  await vault.remove("march b");
  // A change that was refused is not kept either.
  assert.equal(vault.keeps.value, "some");
  phone.refuses.clear();
  await vault.put("march a", () => 4);
  assert.equal(vault.keeps.value, "all");
});

test("[W35] what was refused is kept with the next thing that is", async () => {
  const phone = new FakePhone();
  const vault = await phone.openVault();
  await vault.put("march a", () => 1);
  phone.refuses.set("put", FULL);
  await vault.put("march a", () => 2);
  await vault.put("march b", () => 3);
  await vault.put("march c", () => 4);
  phone.refuses.clear();
  await vault.put("settings", () => 5);
  const again = await phone.openVault();
  const kept = ["a", "b", "c"].map((name) => again.get(`march ${name}`)?.value);
  assert.deepEqual([kept, vault.keeps.value], [[2, 3, 4], "all"]);
  assert.deepEqual([phone.keys.size, phone.rows.size], [4, 4]);
});

test("[W35] one key that cannot be read hides no other entry, and is told", async () => {
  const phone = new FakePhone();
  const one = await phone.openVault();
  await one.put("march a", () => 1);
  const [a] = phone.rows.keys();
  await one.put("march b", () => 2);
  phone.refusesOf.set(a!, "read");
  const two = await phone.openVault();
  const named = [...two.all()].map(([name]) => name);
  assert.deepEqual([named, two.keeps.value], [["march b"], "some"]);
  await two.put("march b", () => 3);
  // Nobody can know that it is there already.
  await two.put("march a", () => 4);
  phone.refusesOf.clear();
  await Promise.all([one.look(), two.look()]);
  await Promise.all([one.look(), two.look()]);
  assert.deepEqual([phone.rows.size, phone.keys.size], [2, 2]);
  for (const tab of [one, two]) {
    assert.equal(tab.get("march b")?.value, 3);
    assert.deepEqual([tab.get("march a") === null, tab.keeps.value], [false, "all"]);
  }
  assert.deepEqual(one.get("march a")?.value, two.get("march a")?.value);
});

test("[W35] rows that the browser does not give now are not said to be gone", async () => {
  const phone = new FakePhone();
  await (await phone.openVault()).put("march a", () => 1);
  phone.refuses.set("all", new DOMException("not now", "UnknownError"));
  const again = await phone.openVault();
  assert.deepEqual([[...again.all()], again.keeps.value], [[], "some"]);
});

for (const what of ["remove", "delete", "remove and delete"]) {
  test(`[W35] what cannot be deleted now is told, and deleted later (${what})`, async () => {
    const phone = new FakePhone();
    const vault = await phone.openVault();
    await vault.put("march a", () => 1);
    for (const each of ["remove", "delete"] as const)
      if (what.includes(each)) phone.refuses.set(each, new DOMException("busy", "UnknownError"));
    await vault.remove("march a");
    await vault.look();
    assert.deepEqual([[...vault.all()], vault.keeps.value], [[], "undeleted"]);
    assert.equal(phone.keys.size, what.includes("remove") ? 1 : 0);
    assert.equal(phone.rows.size, what.includes("delete") ? 1 : 0);
    phone.refuses.clear();
    await vault.look();
    assert.deepEqual([phone.rows.size, phone.keys.size, vault.keeps.value], [0, 0, "all"]);
  });
}

test("[W35] a key whose row was refused does not stay", async () => {
  const phone = new FakePhone();
  const vault = await phone.openVault();
  phone.refuses.set("put", FULL);
  await vault.put("march a", () => 1);
  assert.deepEqual([phone.keys.size, vault.keeps.value], [0, "nothing"]);
  await vault.remove("march a");
  assert.deepEqual([phone.keys.size, phone.rows.size, vault.keeps.value], [0, 0, "all"]);
});
