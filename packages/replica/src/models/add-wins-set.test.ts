import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { BOB, EVE, Told, tagsFrom, text } from "../../test/told-view.ts";
import { laws } from "../laws.ts";
import { addWinsSet } from "./add-wins-set.ts";

const guests = addWinsSet({ name: "guests", value: text, id: (name) => name.toLowerCase() });
const names = fc.constantFrom("ann", "Ann", "bob");

test("[R33] [R10] the laws hold for a set", () =>
  laws(guests, (stamps) =>
    fc.oneof(
      { weight: 2, arbitrary: names.map(guests.add) },
      { weight: 1, arbitrary: tagsFrom(stamps, 1).map((remove) => ({ remove })) },
    ),
  ));

test("[R33] an addition wins over a removal that had not seen it", () => {
  const [one, two] = [new Told(guests), new Told(guests)];
  const seen = one.write(guests.add("ann"), 10);
  const [removal] = guests.remove(one.view, "ann");
  const gone = one.write(removal!, 20);
  assert.equal(guests.has(one.view, "ann"), false);
  const again = two.write(guests.add("ANN"), 15, BOB);
  for (const entry of [gone, seen]) two.take(entry);
  one.take(again);
  for (const told of [one, two]) {
    assert.deepEqual(guests.items(told.view), ["ANN"]);
    assert.deepEqual(told.kept, new Set([gone, again]), "what was removed is kept by nobody");
  }
});

test("[R33] the youngest addition says what a member looks like", () => {
  const told = new Told(guests);
  told.write(guests.add("Ann"), 20);
  told.write(guests.add("ann"), 10, BOB);
  assert.deepEqual(guests.items(told.view), ["Ann"]);
  assert.equal(told.deltas.at(-1)?.[0]?.now?.value, "Ann");
});

test("[R33] a member that many added is removed by several records", () => {
  const told = new Told(guests);
  for (let i = 0; i < 70; i += 1) told.write(guests.add("ann"), i, EVE);
  const values = guests.remove(told.view, "ann");
  assert.equal(values.length, 3);
  for (const [i, value] of values.entries()) told.write(value, 100 + i);
  assert.equal(guests.has(told.view, "ann"), false);
  assert.equal(told.kept.size, 3);
  assert.deepEqual(guests.remove(told.view, "ann"), []);
});

test("[R33] a removal of several members takes only what it names", () => {
  const told = new Told(guests);
  const tags = ["ann", "bob", "eve"].flatMap((name, i) => {
    told.write(guests.add(name), i);
    const [removal] = guests.remove(told.view, name);
    return (removal as { readonly remove: readonly string[] }).remove;
  });
  told.write({ remove: tags.slice(1) }, 10);
  assert.deepEqual(guests.items(told.view), ["ann"]);
  assert.deepEqual(told.deltas.at(-1), [{ id: "bob" }, { id: "eve" }]);
});
