import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { ANN, BOB, EVE, Told, text } from "../../test/told-view.ts";
import { laws } from "../laws.ts";
import type { Entry } from "../model.ts";
import type { Stamp } from "../stamp.ts";
import {
  type Beside,
  type ListDelta,
  type ListValue,
  type ListView,
  orderedList,
} from "./ordered-list.ts";
import { between, comparePositions, type Position, STEPS_MAX } from "./position.ts";

const tasks = orderedList({ name: "tasks", value: text });
type List = Told<ListValue<string>, ListView<string>, ListDelta<string>>;
type Author = Stamp["author"];

const list = (): List => new Told(tasks);
const shown = ({ view }: List) => Array.from(view.items, ({ id }) => id).join(" ");

const step = fc.record(
  { order: fc.integer({ min: -1, max: 1 }), run: fc.constantFrom("a:1", "b:2"), index: fc.nat(1) },
  { noNullPrototype: true },
);
const ids = fc.constantFrom("x", "y", "z");

test("[R36] the laws hold for a list", () =>
  laws(
    tasks,
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc
          .tuple(ids, fc.array(step, { minLength: 1, maxLength: 2 }), fc.constantFrom("v", "w"))
          .map(([id, at, value]) => ({ id, at, value })),
      },
      { weight: 1, arbitrary: ids.map((id) => tasks.remove(id)) },
    ),
  ));

let nowMs = 0;
function add(
  told: List,
  id: string,
  beside: Beside & { readonly by?: Author },
): Entry<ListValue<string>> {
  const by = beside.by ?? ANN;
  nowMs += 1;
  return told.write(tasks.insert(told.view, { id, value: id, ...beside, by }), nowMs, by);
}

test("[R36] items are inserted before and after, moved, changed and removed", () => {
  const told = list();
  add(told, "b", { after: null });
  add(told, "d", { after: "b" });
  add(told, "a", { before: "b", by: BOB });
  add(told, "c", { before: "d", by: BOB });
  add(told, "e", { before: null });
  assert.equal(shown(told), "a b c d e");
  const move = (id: string, beside: Beside) =>
    told.write(tasks.move(told.view, { id, ...beside, by: EVE }), (nowMs += 1), EVE);
  move("e", { after: "a" });
  move("b", { before: null });
  move("e", { after: null });
  assert.equal(shown(told), "e a c d b");
  move("c", { after: "a" });
  move("c", { before: "d" });
  assert.equal(shown(told), "e a c d b", "beside where it is");
  told.write(tasks.change(told.view, "c", "new"), (nowMs += 1));
  told.write(tasks.remove("d"), (nowMs += 1));
  assert.deepEqual(
    Array.from(told.view.items, ({ value }) => value),
    ["e", "a", "new", "b"],
  );
});

test("[R10] [R36] a removed item stays away until somebody writes it again later", () => {
  const told = list();
  const item = add(told, "a", { after: null });
  const removal = told.write(tasks.remove("a"), (nowMs += 1));
  assert.equal(told.take(item), false);
  assert.deepEqual([...told.kept], [removal]);
  assert.equal(told.forget(removal), true);
  assert.equal(told.view.gone.size, 0);
});

/** What one author inserts at one place in a row, one after or before the other. */
interface Run {
  readonly by: Author;
  readonly length: number;
  readonly isBackwards: boolean;
}

const run = (by: Author): fc.Arbitrary<Run> =>
  fc.record({
    by: fc.constant(by),
    length: fc.integer({ min: 1, max: 6 }),
    isBackwards: fc.boolean(),
  });

function type(told: List, after: string | null, { by, length, isBackwards }: Run): string[] {
  const typed: string[] = [];
  for (let i = 0; i < length; i += 1) {
    const id = `${by.slice(0, 2)}-${nowMs}`;
    add(told, id, { after: isBackwards ? after : (typed.at(-1) ?? after), by });
    if (isBackwards) typed.unshift(id);
    else typed.push(id);
  }
  return typed;
}

test("[R36] runs that are inserted at one place at once do not mix", () => {
  const runs = fc.tuple(run(ANN), run(BOB), run(EVE));
  const authors = fc.array(fc.tuple(fc.constantFrom(ANN, BOB, EVE), fc.nat(9)), { maxLength: 10 });
  const property = fc.property(runs, authors, fc.nat(9), (typists, before, place) => {
    const base = list();
    for (const [i, [by, at]] of before.entries()) {
      const after = base.view.items.at((at % (i + 1)) - 1)?.id ?? null;
      add(base, `base-${i}`, { after, by });
    }
    const anchor = base.view.items.at((place % (before.length + 1)) - 1)?.id ?? null;
    const all = list();
    const typed = typists.map((each) => {
      const own = list();
      for (const entry of base.kept) own.take(entry);
      const ids = type(own, anchor, each);
      for (const entry of own.kept) all.take(entry);
      return ids.join(" ");
    });
    for (const ids of typed)
      assert.ok(`${shown(all)} `.includes(`${ids} `), `${ids} in ${shown(all)}`);
  });
  fc.assert(property, { seed: 1, numRuns: 500 });
});

test("[R36] what is inserted stands where it was put, for its author at once and for all later", () => {
  const edit = fc.tuple(fc.nat(20), fc.nat(20), fc.constantFrom(ANN, BOB, EVE), fc.nat(9));
  const property = fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
    const told = list();
    const order: string[] = [];
    for (const [i, [from, to, by, verb]] of edits.entries()) {
      const moved = verb < 4 ? order.splice(from % Math.max(1, order.length), 1)[0] : undefined;
      const at = to % (order.length + 1);
      const after = order[at - 1] ?? null;
      const id = moved ?? `n${i}`;
      if (moved === undefined) add(told, id, { after, by });
      else told.write(tasks.move(told.view, { id, after, by }), (nowMs += 1), by);
      order.splice(at, 0, id);
      assert.equal(shown(told), order.join(" "));
    }
    const array: string[] = [];
    for (const { at, removed, added } of told.deltas.flat()) {
      array.splice(at, removed, ...added.map(({ id }) => id));
    }
    assert.deepEqual(array, order, "what the deltas make");
  });
  fc.assert(property, { seed: 1, numRuns: 300 });
});

test("[R36] positions stay short where people add at the ends in turns", () => {
  const told = list();
  for (let i = 0; i < 300; i += 1) {
    add(told, `n${i}`, {
      ...(i % 3 === 0 ? { after: null } : { before: null }),
      by: [ANN, BOB][i % 2]!,
    });
  }
  for (const { at } of told.view.items) assert.ok(at.length <= 2, `${at.length} steps`);
});

test("[R36] what cannot be said is refused", () => {
  const told = list();
  add(told, "a", { after: null });
  assert.throws(() => add(told, "a", { after: null }), /already/);
  assert.throws(() => add(told, "b", { after: "z" }), /no item z/);
  assert.throws(() => tasks.move(told.view, { id: "z", after: null, by: ANN }), RangeError);
  const { validate } = tasks.value["~standard"];
  const good = { order: 0, run: "a", index: 0 };
  for (const at of [
    [],
    "x",
    [null],
    [{ ...good, order: 0.5 }],
    [{ ...good, index: 2 ** 41 }],
    Array.from({ length: 33 }, () => good),
  ]) {
    assert.equal("issues" in validate({ id: "a", at, value: "x" }), true, JSON.stringify(at));
  }
});

test("[R36] where no place is left between two items, it is said by name", () => {
  let gap = {
    left: [{ order: 0, run: "a:1", index: 0 }] as Position,
    right: [{ order: 1, run: "a:2", index: 0 }] as Position,
  };
  const squeeze = () => {
    for (let i = 0; i < 1_000; i += 1) {
      const middle = between({ ...gap, by: "abcdefg".charAt(i % 7), item: `${i}` });
      assert.ok(comparePositions(gap.left, middle) < 0 && comparePositions(middle, gap.right) < 0);
      gap = i % 3 === 0 ? { ...gap, left: middle } : { ...gap, right: middle };
    }
  };
  assert.throws(squeeze, /no place for an item/);
  assert.equal(gap.left.length, STEPS_MAX);
});
