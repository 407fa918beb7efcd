import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { Told } from "../../test/told-view.ts";
import { laws } from "../laws.ts";
import { positions } from "./positions.ts";

const march = positions({ name: "positions" });
const people = fc.constantFrom("ann", "bob");
const places = fc.constantFrom({ lat: 52.5, lon: 13.4 }, { lat: 1, lon: -2, accuracyM: 30 });

test("[R37] the laws hold for positions", () =>
  laws(
    march,
    fc.oneof(
      fc.tuple(people, places).map(([person, place]) => march.at(person, place)),
      people.map((person) => march.leave(person)),
    ),
  ));

test("[R37] [R10] the last place of each person is seen with its age, until they leave", () => {
  const told = new Told(march);
  told.write(march.at("ann", { lat: 1, lon: 2 }), 1_000);
  told.write(march.at("bob", { lat: 3, lon: 4, accuracyM: 5 }), 2_000);
  const late = told.entry(march.at("ann", { lat: 9, lon: 9 }), 500);
  assert.equal(told.take(late), false);
  assert.deepEqual(march.seen(told.view, 1_500), [
    { person: "ann", place: { lat: 1, lon: 2 }, ageMs: 500 },
    { person: "bob", place: { lat: 3, lon: 4, accuracyM: 5 }, ageMs: 0 },
  ]);
  told.write(march.leave("ann"), 3_000);
  assert.deepEqual(
    march.seen(told.view, 4_000).map(({ person, ageMs }) => [person, ageMs]),
    [["bob", 2_000]],
  );
});

test("[R37] a place off the earth is none", () => {
  const { validate } = march.value["~standard"];
  const wrong = [
    { lat: 91, lon: 0 },
    { lat: 0, lon: -181 },
    { lat: Number.NaN, lon: 0 },
    { lat: "1", lon: 0 },
    { lat: 0, lon: 0, accuracyM: -1 },
    null,
  ];
  for (const value of wrong) {
    assert.equal("issues" in validate({ key: "ann", value }), true, JSON.stringify(value));
  }
});
