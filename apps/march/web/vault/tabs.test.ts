import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { FakePhone } from "../../test/fake-phone.ts";
import type { Change, Vault } from "./vault.ts";

const RUNS = 100;
const NAMES = ["march a", "march b"] as const;
const REFUSALS = ["read", "write", "remove", "put", "delete", "all"] as const;

const and =
  (token: number): Change =>
  (before) => [...((before as number[] | undefined) ?? []), token];

function shown(vault: Vault): readonly unknown[] {
  return NAMES.map((name) => vault.get(name)?.value);
}

function tokensOf(vault: Vault, name: string): readonly number[] {
  return (vault.get(name)?.value as number[] | undefined) ?? [];
}

test("[W71] an entry that was refused gives way to the one that another tab keeps", async () => {
  const phone = new FakePhone();
  const [one, two] = [await phone.openVault(), await phone.openVault()];
  phone.refuses.set("put", new DOMException("full", "QuotaExceededError"));
  await one.put("march a", and(1));
  phone.refuses.clear();
  await two.put("march a", and(2));
  await one.put("settings", () => 3);
  assert.deepEqual([tokensOf(one, "march a"), one.keeps.value], [[2], "all"]);
  await two.put("march a", and(4));
  const again = await phone.openVault();
  assert.deepEqual([tokensOf(again, "march a"), two.keeps.value], [[2, 4], "all"]);
});

for (const order of ["one, two", "two, one", "both"])
  test(`[W71] of two rows of one name every tab lets the same one stand (${order})`, async () => {
    const phone = new FakePhone();
    const [one, two] = [await phone.openVault(), await phone.openVault()];
    await one.put("march a", and(1));
    const [first] = [...phone.rows.values()];
    phone.rows.clear();
    await two.put("march a", and(2));
    phone.rows.set(first!.id, first!);
    const gone: (string | null)[] = [];
    for (const tab of [one, two]) tab.onGone((name) => gone.push(name));
    phone.untold = [];
    if (order === "both") await Promise.all([one.look(), two.look()]);
    else for (const tab of order === "one, two" ? [one, two] : [two, one]) await tab.look();
    for (const tell of phone.untold) tell();
    phone.untold = null;
    await Promise.all([one.look(), two.look()]);
    assert.deepEqual([phone.rows.size, phone.keys.size, gone], [1, 1, []]);
    const again = await phone.openVault();
    for (const tab of [one, two]) {
      assert.deepEqual(
        [tab.get("march a")?.value, tab.keeps.value],
        [again.get("march a")?.value, "all"],
      );
    }
    await two.remove("march a");
    await one.look();
    assert.deepEqual([phone.rows.size, phone.keys.size, gone], [0, 0, ["march a"]]);
  });

test("[W71] two tabs that change one entry lose neither change, whichever comes first", async () => {
  const puts = fc.array(fc.record({ tab: fc.nat(2), name: fc.nat(1) }), { maxLength: 12 });
  const changes = fc.asyncProperty(puts, async (steps) => {
    const phone = new FakePhone();
    const tabs = [await phone.openVault(), await phone.openVault(), await phone.openVault()];
    await Promise.all(steps.map((s, i) => tabs[s.tab]!.put(NAMES[s.name]!, and(i))));
    const again = await phone.openVault();
    for (const [at, name] of NAMES.entries()) {
      const wanted = [...steps.keys()].filter((i) => steps[i]!.name === at);
      assert.deepEqual(
        tokensOf(again, name).toSorted((a, b) => a - b),
        wanted,
      );
    }
    assert.equal(phone.keys.size, phone.rows.size);
  });
  await fc.assert(changes, { numRuns: RUNS });
});

test("[W35] [W71] whatever is refused to whichever tab, in the end all of them show what is kept", async () => {
  const steps = fc.array(
    fc.record({
      tab: fc.nat(2),
      name: fc.nat(1),
      does: fc.constantFrom("put", "put", "remove", "look"),
      refused: fc.option(fc.constantFrom(...REFUSALS)),
    }),
    { maxLength: 12 },
  );
  const refusals = fc.asyncProperty(steps, async (all) => {
    const phone = new FakePhone();
    const tabs = [await phone.openVault(), await phone.openVault(), await phone.openVault()];
    for (const [token, { tab, name, does, refused }] of all.entries()) {
      if (refused !== null) phone.refuses.set(refused, new DOMException("no", "UnknownError"));
      if (does === "put") await tabs[tab]!.put(NAMES[name]!, and(token));
      else if (does === "remove") await tabs[tab]!.remove(NAMES[name]!);
      else await tabs[tab]!.look();
      phone.refuses.clear();
    }
    for (const tab of [...tabs, ...tabs]) await tab.look();
    const again = await phone.openVault();
    assert.equal(phone.keys.size, phone.rows.size);
    for (const [name] of again.all()) assert.ok(tabs.every((tab) => tab.get(name) !== null));
    // What a tab calls kept is kept, as it shows it.
    for (const tab of tabs.filter(({ keeps }) => keeps.value === "all"))
      assert.deepEqual(shown(tab), shown(again));
  });
  await fc.assert(refusals, { numRuns: RUNS });
});
