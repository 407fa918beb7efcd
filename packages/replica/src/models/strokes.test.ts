import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { ANN, BOB, EVE, Told, text } from "../../test/told-view.ts";
import { laws } from "../laws.ts";
import type { Entry } from "../model.ts";
import { type StrokesDelta, type StrokesView, type StrokeValue, strokes } from "./strokes.ts";

const ink = strokes({ name: "ink", style: text });
type Ink = Told<StrokeValue<string>, StrokesView<string>, StrokesDelta<string>>;

const ids = fc.constantFrom("s", "t");
const points = fc.constantFrom<readonly number[]>([], [1, 2], [3, 4, 5, 6]);
const key = (author: string, id: string) => `${author}/${id}`;
const shown = ({ view }: Ink) =>
  Array.from(view.strokes, ({ style, points: all }) => `${style} ${all().join(",")}`);

test("[R38] [R10] the laws hold for strokes", () =>
  laws(
    ink,
    fc.oneof(
      fc.tuple(ids, fc.constantFrom("red", "blue"), points).map((args) => ink.begin(...args)),
      fc.tuple(ids, points).map((args) => ink.extend(...args)),
      fc.tuple(fc.constantFrom(ANN, BOB, EVE), ids).map((args) => ink.remove(key(...args))),
    ),
  ));

test("[R38] a stroke stands in the order in which it was drawn, however it arrives", () => {
  const drawn: Ink = new Told(ink);
  drawn.write(ink.begin("s", "red", [0, 0]), 10);
  drawn.write(ink.extend("s", [1, 1]), 20);
  drawn.write(ink.extend("s", [2, 2]), 30);
  drawn.write(ink.begin("s", "blue", [9, 9]), 15, BOB);
  const anyOrder = fc.property(fc.shuffledSubarray([...drawn.kept], { minLength: 4 }), (order) => {
    const told: Ink = new Told(ink);
    for (const entry of order) told.take(entry);
    assert.deepEqual(shown(told), ["red 0,0,1,1,2,2", "blue 9,9"]);
  });
  fc.assert(anyOrder, { seed: 1 });
});

test("[R38] only its author goes on with a stroke, and it is not seen before it has begun", () => {
  const told: Ink = new Told(ink);
  told.write(ink.extend("s", [1, 1]), 20);
  told.write(ink.begin("s", "blue", [9, 9]), 15, BOB);
  assert.deepEqual(shown(told), ["blue 9,9"]);
  const begin = told.write(ink.begin("s", "red", [0, 0]), 10);
  assert.deepEqual(shown(told), ["red 0,0,1,1", "blue 9,9"]);
  told.write(ink.begin("s", "green", [2, 2]), 30);
  assert.deepEqual(shown(told), ["red 0,0,1,1,2,2", "blue 9,9"], "as it was begun first");
  told.forget(begin);
  assert.deepEqual(shown(told), ["blue 9,9", "green 1,1,2,2"]);
});

test("[R10] [R38] a stroke that is removed leaves what is kept, and does not come back", () => {
  const told: Ink = new Told(ink);
  const parts = [
    told.write(ink.begin("s", "red", [0, 0]), 10),
    told.write(ink.extend("s", [1, 1]), 20),
  ];
  const late = told.entry(ink.extend("s", [2, 2]), 25);
  const removal = told.write(ink.remove(key(ANN, "s")), 30, BOB);
  assert.deepEqual(shown(told), []);
  for (const part of [...parts, late]) assert.equal(told.take(part), false);
  assert.deepEqual([...told.kept], [removal]);
  told.write(ink.begin("s", "red", [7, 7]), 40);
  assert.deepEqual(shown(told), ["red 7,7"]);
});

test("[R38] arrays that do what the deltas say are what is seen", () => {
  const part = fc.record({
    ms: fc.nat(50),
    by: fc.constantFrom(ANN, BOB),
    id: ids,
    points,
    verb: fc.constantFrom("begin", "extend", "extend", "remove", "forget"),
  });
  const follows = fc.property(fc.array(part, { maxLength: 40 }), (steps) => {
    const told: Ink = new Told(ink);
    const screen: Drawing[] = [];
    told.hears = (delta) => draw(screen, delta);
    const all: Entry<StrokeValue<string>>[] = [];
    for (const { ms, by, id, points: some, verb } of steps) {
      const entry = all[ms % Math.max(1, all.length)];
      if (verb === "begin") all.push(told.write(ink.begin(id, "red", some), ms, by));
      else if (verb === "extend") all.push(told.write(ink.extend(id, some), ms, by));
      else if (verb === "remove") all.push(told.write(ink.remove(key(by, id)), ms, EVE));
      else if (entry !== undefined) told.forget(entry);
    }
    assert.deepEqual(screen, Array.from(told.view.strokes, drawing));
  });
  fc.assert(follows, { seed: 1, numRuns: 300 });
});

interface Drawing {
  readonly key: string;
  readonly points: number[];
}

function drawing(stroke: {
  readonly key: string;
  readonly points: () => readonly number[];
}): Drawing {
  return { key: stroke.key, points: [...stroke.points()] };
}

/** As a screen does it: a stroke is copied when it comes, and grows by what is told of it. */
function draw(screen: Drawing[], { strokes: all, points: some }: StrokesDelta<string>): void {
  for (const { at, removed, added } of all) screen.splice(at, removed, ...added.map(drawing));
  const grown = screen.find((each) => each.key === some?.key);
  if (some !== null) grown?.points.splice(some.at, some.removed, ...some.added);
}

test("[R38] what is no stroke is refused", () => {
  const { validate } = ink.value["~standard"];
  for (const value of [
    { stroke: "", points: [] },
    { stroke: "s", points: [1] },
    { stroke: "s", points: [1, Number.NaN] },
    { stroke: "s", points: "12" },
    { stroke: "s", style: 3, points: [] },
    { remove: "s" },
  ]) {
    assert.equal("issues" in validate(value), true, JSON.stringify(value));
  }
});
