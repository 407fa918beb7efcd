import assert from "node:assert/strict";
import { test } from "node:test";
import { FakePhone } from "../../test/fake-phone.ts";

test("[W35] each entry has a key of its own, which goes with it, and opens again", async () => {
  const phone = new FakePhone();
  const vault = await phone.openVault();
  await vault.put("march a", () => ({ name: "Saturday" }));
  await vault.put("march b", () => ({ name: "Sunday" }));
  await vault.put("march a", () => ({ name: "Monday" }));
  assert.equal(phone.keys.size, 2);
  await vault.remove("march a");
  assert.deepEqual([phone.keys.size, phone.rows.size], [1, 1]);
  const again = await phone.openVault();
  assert.deepEqual(
    [...again.all()].map(([name, { value }]) => [name, value]),
    [["march b", { name: "Sunday" }]],
  );
});

test("[W35] an entry without its key is dropped when it is read", async () => {
  const phone = new FakePhone();
  await (await phone.openVault()).put("march a", () => 1);
  phone.keys.clear();
  assert.equal((await phone.openVault()).get("march a"), null);
  assert.equal(phone.rows.size, 0);
});

test("[W71] what one tab removes the others let go of, and none brings it back", async () => {
  const phone = new FakePhone();
  const one = await phone.openVault();
  await one.put("march a", () => 1);
  const two = await phone.openVault();
  const gone: (string | null)[] = [];
  two.onGone((name) => gone.push(name));
  const late = two.put("march a", () => 2);
  await one.remove("march a");
  await late;
  await two.look();
  assert.deepEqual([gone, two.get("march a")], [["march a"], null]);
  assert.deepEqual([phone.keys.size, phone.rows.size], [0, 0]);
});

test("[W71] a panic in one tab ends what the others keep, whatever they were writing", async () => {
  const phone = new FakePhone();
  const one = await phone.openVault();
  await one.put("march a", () => 1);
  const two = await phone.openVault();
  const gone: (string | null)[] = [];
  two.onGone((name) => gone.push(name));
  const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  phone.beforeKey = () => {
    begun.resolve();
    return goOn.promise;
  };
  const writing = two.put("unsent b", () => 2);
  await begun.promise;
  await one.destroy();
  goOn.resolve();
  await writing;
  await two.put("settings", () => 3);
  await one.put("settings", () => 4);
  assert.deepEqual(gone, [null]);
  assert.deepEqual([phone.keys.size, phone.rows.size], [0, 0]);
  assert.deepEqual([[...one.all()], [...two.all()]], [[], []]);
});

test("[W71] a key that was being written when a panic came goes, though its row was taken", async () => {
  const phone = new FakePhone();
  const vault = await phone.openVault();
  const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  phone.beforeKey = () => {
    begun.resolve();
    return goOn.promise;
  };
  const writing = vault.put("march a", () => 1);
  await begun.promise;
  phone.refuses.set("destroy", new DOMException("busy", "UnknownError"));
  await assert.rejects(vault.destroy(), { name: "UnknownError" });
  goOn.resolve();
  await writing;
  assert.deepEqual([phone.keys.size, phone.rows.size], [0, 0]);
});

test("[W71] a row that a panic overtakes is no fault", async () => {
  const phone = new FakePhone();
  const one = await phone.openVault();
  const two = await phone.openVault();
  const writing = two.put("march a", () => 1);
  const panic = one.destroy();
  await Promise.all([writing, panic]);
  assert.deepEqual([phone.keys.size, phone.rows.size], [0, 0]);
});

test("[W71] two tabs that begin the same have one entry of it, which goes with one removal", async () => {
  const phone = new FakePhone();
  const [one, two] = [await phone.openVault(), await phone.openVault()];
  await Promise.all([one.put("march a", () => 1), two.put("march a", () => 2)]);
  assert.deepEqual([phone.keys.size, phone.rows.size], [1, 1]);
  await one.look();
  await one.remove("march a");
  assert.deepEqual([phone.keys.size, phone.rows.size, two.get("march a")], [0, 0, null]);
});

test("[W71] of two rows of one name, which a page of before made, one is left", async () => {
  const phone = new FakePhone();
  const one = await phone.openVault();
  await one.put("march a", () => 1);
  const [kept] = phone.rows.values();
  const key = [...phone.keys.values()][0]!;
  phone.rows.set("another", { ...kept!, id: "another" });
  phone.keys.set("another", key);
  const again = await phone.openVault();
  assert.deepEqual([phone.keys.size, phone.rows.size], [1, 1]);
  await again.remove("march a");
  assert.deepEqual([phone.keys.size, phone.rows.size], [0, 0]);
});

test("[W36] a panic deletes the rows, and tells other tabs, also when the keys are refused", async () => {
  const phone = new FakePhone();
  const [one, two] = [await phone.openVault(), await phone.openVault()];
  await one.put("march a", () => 1);
  phone.refuses.set("removeAll", new DOMException("busy", "NoModificationAllowedError"));
  const gone: (string | null)[] = [];
  two.onGone((name) => gone.push(name));
  await assert.rejects(one.destroy(), { name: "NoModificationAllowedError" });
  assert.deepEqual([phone.rows.size, gone], [0, [null]]);
});

for (const [what, name] of [
  ["openRows", "InvalidStateError"],
  ["write", "SecurityError"],
  ["put", "QuotaExceededError"],
] as const) {
  test(`[W35] what the browser refuses to keep lasts as long as the page (${what}: ${name})`, async () => {
    const phone = new FakePhone();
    phone.refuses.set(what, new DOMException("no", name));
    const vault = await phone.openVault();
    await vault.put("march a", () => 1);
    await vault.put("march a", () => 2);
    assert.deepEqual([vault.get("march a")?.value, vault.keeps.value], [2, "nothing"]);
    phone.refuses.clear();
    await vault.put("march a", () => 3);
    const lasts = (await phone.openVault()).get("march a")?.value;
    assert.equal(lasts, what === "openRows" ? undefined : 3);
    await vault.remove("march a");
    assert.equal(phone.rows.size, 0);
  });
}

test("[W35] a key that the browser does not give now is not a key that is gone", async () => {
  const phone = new FakePhone();
  await (await phone.openVault()).put("march a", () => 1);
  phone.refuses.set("read", new DOMException("not now", "SecurityError"));
  const without = await phone.openVault();
  assert.equal(without.keeps.value, "some");
  phone.refuses.clear();
  await without.look();
  assert.deepEqual([without.get("march a")?.value, without.keeps.value], [1, "all"]);
  assert.equal((await phone.openVault()).get("march a")?.value, 1);
});

test("[W71] what cannot be sealed leaves no key behind", async () => {
  const phone = new FakePhone();
  const vault = await phone.openVault();
  const keys = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  await assert.rejects(
    vault.put("march a", () => 1, keys),
    /not made here/,
  );
  assert.equal(phone.keys.size, 0);
});
