import assert from "node:assert/strict";
import { test } from "node:test";
import { assignColours, withChosen } from "./contingent-colours.ts";

const NAMES = ["Nurses", "Students", "Tenants", "Front", "Back", "Medics"];
const NONE = new Map<string, number>();

test("[W21] as many contingents as there are colours differ, whatever their names", () => {
  for (let i = 0; i < 50; i += 1) {
    const names = NAMES.map((name) => `${name} ${i}`);
    assert.equal(new Set(assignColours(names, NONE, 6).values()).size, 6);
  }
});

test("[W21] who comes or goes changes nobody's colour", () => {
  const first = assignColours(NAMES.slice(2), NONE, 6);
  const second = assignColours(NAMES, first, 6);
  const third = assignColours(NAMES.slice(1, 4), second, 6);
  for (const [name, colour] of first) assert.equal(second.get(name), colour);
  for (const [name, colour] of third) assert.equal(second.get(name), colour);
});

test("[W21] phones that see the same contingents first give them the same colours", () => {
  assert.deepEqual(
    Object.fromEntries(assignColours(NAMES, NONE, 6)),
    Object.fromEntries(assignColours(NAMES.toReversed(), NONE, 6)),
  );
});

test("[W21] with more contingents than colours everyone has one", () => {
  const colours = assignColours([...NAMES, "More"], NONE, 6);
  assert.equal(colours.size, 7);
  assert.ok([...colours.values()].every((colour) => colour >= 0 && colour < 6));
});

test("[W21] a colour that was chosen is that contingent's own, and whoever had it by chance takes another", () => {
  const before = assignColours(NAMES.slice(0, 4), NONE, 6);
  const wanted = before.get("Nurses")!;
  const known = withChosen(before, new Map([["Tenants", wanted]]));
  const after = assignColours(NAMES.slice(0, 4), known, 6);
  assert.equal(after.get("Tenants"), wanted);
  assert.equal(new Set(after.values()).size, 4);
  for (const name of ["Students", "Front"]) assert.equal(after.get(name), before.get(name));
});
