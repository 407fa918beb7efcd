import assert from "node:assert/strict";
import { test } from "node:test";
import { Contingent } from "../src/model.ts";
import { NAMES_ALIKE } from "../test/names-alike.ts";
import { aloneIn, isAlone, isTaken, mayName, shownName } from "./contingent-names.ts";
import { speak } from "./text.ts";

const ALL = [
  { contingent: "Nurses", name: "Night shift", by: "her" },
  { contingent: "Cooks", name: "Cooks", by: null },
];

test("[W57] a name that another contingent has, or was joined by, is told to be taken, however spelt", () => {
  for (const name of ["Nurses", "night  SHIFT", "Ｃooks"])
    assert.equal(isTaken(name, ALL, null), true);
  assert.equal(isTaken("Drummers", ALL, null), false);
  assert.equal(isTaken("Night shift", ALL, "Nurses"), false);
  assert.equal(isTaken("Cooks", ALL, "Nurses"), true);
});

test("[W57] a name that looks like another's is told to be taken, as the node finds", () => {
  for (const [name = "", ...others] of NAMES_ALIKE) {
    const all = [{ contingent: "Cooks", name, by: null }];
    for (const other of others) assert.equal(isTaken(other, all, null), true, other);
  }
});

const may = (contingent: string, me = "me", isSteward = false) =>
  mayName({ contingent, me, isSteward }, ALL);

test("[W57] who is in a contingent names it once; then who did, and stewards", () => {
  assert.deepEqual([may("Cooks"), may("Drummers")], [true, true]);
  assert.deepEqual(
    [may("Nurses"), may("Nurses", "her"), may("Nurses", "me", true)],
    [false, true, true],
  );
});

test("[W57] who is alone is in a contingent that nobody guesses, told by no language, named by nobody", async () => {
  const one = aloneIn(new Uint8Array(16).fill(1));
  const two = aloneIn(new Uint8Array(16).fill(2));
  assert.notEqual(one, two);
  assert.ok(Contingent.safeParse(one).success);
  assert.deepEqual(
    [isAlone(one), isAlone("Alone PUP"), isAlone("alone ABC")],
    [true, false, false],
  );
  for (const [language, shown] of [
    ["es", "Por su cuenta"],
    ["en", "Alone"],
  ] as const) {
    await speak(language);
    assert.equal(shownName(one, new Map()), shown);
  }
  assert.equal(shownName("Nurses", new Map()), "Nurses");
  assert.equal(mayName({ contingent: one, me: "ada", isSteward: true }, []), false);
});
