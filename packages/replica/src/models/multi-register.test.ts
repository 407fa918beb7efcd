import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { BOB, EVE, Told, tagsFrom, text } from "../../test/told-view.ts";
import { laws } from "../laws.ts";
import { multiRegister } from "./multi-register.ts";

const plan = multiRegister({ name: "plan", value: text });

const shown = (told: { view: ReturnType<typeof plan.initial> }) =>
  Array.from(told.view.items, ({ value }) => value);

test("[R35] the laws hold for a multi-value register", () =>
  laws(plan, (stamps) =>
    fc.oneof(
      tagsFrom(stamps, 0).map((seen) => ({ value: "x", seen })),
      tagsFrom(stamps, 0).map((seen) => ({ seen })),
    ),
  ));

test("[R35] values written at once both stand, until one is written that has seen both", () => {
  const told = new Told(plan);
  const [north, south] = ["north", "south"].map((route) => plan.set(told.view, route));
  told.write(north!, 10);
  told.write(south!, 12, BOB);
  assert.deepEqual(shown(told), ["north", "south"]);
  told.write(plan.set(told.view, "east"), 20, EVE);
  assert.deepEqual(shown(told), ["east"]);
  told.write(plan.clear(told.view), 30);
  assert.deepEqual(shown(told), []);
});

test("[R35] what a hidden value had seen stays hidden, in whatever order all arrive", () => {
  const author = new Told(plan);
  const writes = ["a", "b", "c"].map((value, i) => author.write(plan.set(author.view, value), i));
  const anyOrder = fc.property(fc.shuffledSubarray(writes, { minLength: 3 }), (order) => {
    const told = new Told(plan);
    for (const entry of order) told.take(entry);
    assert.deepEqual(shown(told), ["c"]);
    const array: string[] = [];
    for (const { at, removed, added } of told.deltas.flat()) {
      array.splice(at, removed, ...added.map(({ value }) => value));
    }
    assert.deepEqual(array, ["c"]);
  });
  fc.assert(anyOrder, { seed: 1 });
});

test("[R35] [R10] a write expires no earlier than what it takes the place of", () => {
  const told = new Told(plan);
  const early = told.entry(plan.set(told.view, "a"), 10);
  told.take({ ...early, expiresAt: 9_000 });
  assert.equal(told.write(plan.set(told.view, "b"), 20).expiresAt, 9_000);
});
