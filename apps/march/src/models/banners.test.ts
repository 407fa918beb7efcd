import assert from "node:assert/strict";
import { test } from "node:test";
import { laws } from "@muster/replica/laws";
import * as fc from "fast-check";
import { entryOf } from "../../test/entry.ts";
import { Banner, banners, COLOURS, contingentsView } from "./banners.ts";

const banner: Banner = { contingent: "Tenants", name: "Tenants", colour: 0, by: "ada" };
const view = (...values: readonly Banner[]) =>
  new Map(values.map((value) => [value.contingent, entryOf(value, value.contingent)]));

test("[A14] banners converge, whatever the order of arrival", () => {
  const names = fc.constantFrom("Tenants", "Nurses");
  const colour = fc.nat(COLOURS - 1);
  laws(banners, fc.record({ contingent: names, name: names, colour, by: fc.constant("ada") }));
});

test("[A14] the list of contingents has those with a banner and those with a summary, the largest first", () => {
  const held = view(
    { ...banner, name: "Renters", colour: 3 },
    { ...banner, contingent: "Nurses", name: "Nurses" },
    { ...banner, contingent: "Cooks", name: "Cooks" },
  );
  const seen = contingentsView(held, [
    { contingent: "Drummers", people: 40 },
    { contingent: "Nurses", people: 50 },
  ]);
  const told = seen.map(({ contingent, name, colour, people }) => [
    contingent,
    name,
    colour,
    people,
  ]);
  assert.deepEqual(told, [
    ["Nurses", "Nurses", 0, 50],
    ["Drummers", "Drummers", null, 40],
    ["Cooks", "Cooks", 0, null],
    ["Tenants", "Renters", 3, null],
  ]);
});

for (const [name, wrong] of [
  ["a colour beyond the palette", { colour: COLOURS }],
  ["a colour in words", { colour: "red" }],
  ["no name", { name: "" }],
  ["a name that turns the text around", { name: "a\u202eb" }],
  ["a field too many", { size: 5 }],
] as const) {
  test(`[A14] a banner with ${name} is none`, () => {
    assert.equal(Banner.safeParse({ ...banner, ...wrong }).success, false);
  });
}
