import assert from "node:assert/strict";
import { test } from "node:test";
import { FakePhone } from "../../test/fake-phone.ts";

test("[W35] each entry has a key of its own, which goes with it, and opens again", async () => {
  const phone = new FakePhone();
  const vault = await phone.openVault();
  await vault.put("march a", { name: "Saturday" });
  await vault.put("march b", { name: "Sunday" });
  await vault.put("march a", { name: "Monday" });
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
  await (await phone.openVault()).put("march a", 1);
  phone.keys.clear();
  assert.equal((await phone.openVault()).get("march a"), null);
  assert.equal(phone.rows.size, 0);
});

test("[W71] what one tab removes the others let go of, and none brings it back", async () => {
  const phone = new FakePhone();
  const one = await phone.openVault();
  await one.put("march a", 1);
  const two = await phone.openVault();
  const gone: (string | null)[] = [];
  two.onGone((name) => gone.push(name));
  const late = two.put("march a", 2);
  await one.remove("march a");
  await late;
  assert.deepEqual([gone, two.get("march a")], [["march a"], null]);
  assert.deepEqual([phone.keys.size, phone.rows.size], [0, 0]);
});

test("[W71] a panic in one tab ends what the others keep, whatever they were writing", async () => {
  const phone = new FakePhone();
  const one = await phone.openVault();
  await one.put("march a", 1);
  const two = await phone.openVault();
  const gone: (string | null)[] = [];
  two.onGone((name) => gone.push(name));
  const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  phone.beforeKey = () => {
    begun.resolve();
    return goOn.promise;
  };
  const writing = two.put("unsent b", 2);
  await begun.promise;
  await one.destroy();
  goOn.resolve();
  await writing;
  await two.put("settings", 3);
  await one.put("settings", 4);
  assert.deepEqual(gone, [null]);
  assert.deepEqual([phone.keys.size, phone.rows.size], [0, 0]);
  assert.deepEqual([[...one.all()], [...two.all()]], [[], []]);
});

test("[W71] a row that a panic overtakes is no fault", async () => {
  const phone = new FakePhone();
  const one = await phone.openVault();
  const two = await phone.openVault();
  const writing = two.put("march a", 1);
  const panic = one.destroy();
  await Promise.all([writing, panic]);
  assert.deepEqual([phone.keys.size, phone.rows.size], [0, 0]);
});
