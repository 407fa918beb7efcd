import assert from "node:assert/strict";
import { test } from "node:test";
import { isTaken, mayName } from "./contingent-names.ts";

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

const may = (contingent: string, me = "me", isSteward = false) =>
  mayName({ contingent, me, isSteward }, ALL);

test("[W57] who is in a contingent names it once; then who did, and stewards", () => {
  assert.deepEqual([may("Cooks"), may("Drummers")], [true, true]);
  assert.deepEqual(
    [may("Nurses"), may("Nurses", "her"), may("Nurses", "me", true)],
    [false, true, true],
  );
});
