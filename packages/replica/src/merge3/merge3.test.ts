import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { type Conflict, type Merged, merge3 } from "./merge3.ts";

const RUNS = { seed: 1, numRuns: 1_000 };
const leaf = fc.constantFrom<unknown>(0, 1, -0, "a", "", null, undefined, Number.NaN);
const key = fc.constantFrom("a", "b", "c", "__proto__");

/** Small values of few kinds, so that the sides often meet. */
const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("value"), { maxLength: 5 }),
    fc.array(fc.nat(3), { maxLength: 7 }),
    fc.dictionary(key, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const three = fc.tuple(values, values, values);

function swap(each: Conflict): Conflict {
  return each.kind === "value"
    ? { ...each, ours: each.theirs, theirs: each.ours }
    : { ...each, ours: each.theirs, theirs: each.ours };
}

function swapped({ merged, conflicts }: Merged<unknown>): Merged<unknown> {
  return { merged, conflicts: conflicts.map(swap) };
}

test("[R39] a merge is symmetric", () => {
  let conflicts = 0;
  const symmetric = fc.property(three, ([base, ours, theirs]) => {
    const merged = merge3(base, ours, theirs);
    assert.deepEqual(merge3(base, theirs, ours), swapped(merged));
    conflicts += merged.conflicts.length;
  });
  fc.assert(symmetric, RUNS);
  assert.ok(conflicts > 100, `${conflicts} conflicts`);
});

test("[R39] what one side changed is taken whole, what both changed alike once", () => {
  const whole = fc.property(values, values, (base, changed) => {
    for (const [ours, theirs] of [
      [changed, base],
      [base, changed],
      [changed, changed],
    ]) {
      assert.deepEqual(merge3(base, ours, theirs), { merged: changed, conflicts: [] });
    }
  });
  fc.assert(whole, RUNS);
});

/** The merged value with one side of each conflict; the last first, so that places stay. */
function resolved({ merged, conflicts }: Merged<unknown>, side: "ours" | "theirs"): unknown {
  let root: unknown = structuredClone(merged);
  for (const conflict of conflicts.toReversed()) {
    const path = conflict.kind === "items" ? [...conflict.path, conflict.at] : conflict.path;
    const holder = path.slice(0, -1).reduce<unknown>((at, step) => (at as never)[step], root);
    const last = path.at(-1);
    if (conflict.kind === "items") {
      (holder as unknown[]).splice(conflict.at, conflict.base.length, ...conflict[side]);
    } else if (last === undefined) root = conflict[side]?.value;
    else if (conflict[side] === null) Reflect.deleteProperty(holder as object, last);
    else {
      const property = {
        value: conflict[side].value,
        enumerable: true,
        configurable: true,
        writable: true,
      };
      Object.defineProperty(holder, last, property);
    }
  }
  return root;
}

test("[R39] each conflict can be settled either way, and the two differ", () => {
  const settled = fc.property(three, ([base, ours, theirs]) => {
    const merged = merge3(base, ours, theirs);
    const [one, two] = [resolved(merged, "ours"), resolved(merged, "theirs")];
    if (merged.conflicts.length === 0) assert.deepEqual(one, two);
    else assert.notDeepEqual(one, two);
  });
  fc.assert(settled, RUNS);
});

test("[R39] changes at different places are both taken", () => {
  const base = { title: "Agenda", items: ["a", "b", "c", "d"], done: { a: false, b: false } };
  const ours = { title: "Plan", items: ["new", "a", "b", "c", "d"], done: { a: true, b: false } };
  const theirs = {
    items: ["a", "b", "d", "end"],
    done: { a: false, b: false, d: true },
    title: "Agenda",
  };
  assert.deepEqual(merge3<unknown>(base, ours, theirs), {
    merged: {
      title: "Plan",
      items: ["new", "a", "b", "d", "end"],
      done: { a: true, b: false, d: true },
    },
    conflicts: [],
  });
});

test("[R39] rows of a table are merged field by field", () => {
  const base = [
    { id: 1, done: false, who: "ann" },
    { id: 2, done: false, who: "bob" },
  ];
  const ours = [
    { id: 1, done: true, who: "ann" },
    { id: 2, done: true, who: "bob" },
  ];
  const theirs = [
    { id: 1, done: false, who: "eve" },
    { id: 2, done: false, who: "bob" },
  ];
  assert.deepEqual(merge3(base, ours, theirs), {
    merged: [
      { id: 1, done: true, who: "eve" },
      { id: 2, done: true, who: "bob" },
    ],
    conflicts: [],
  });
});

test("[R39] a conflict says where it is, and what each side has", () => {
  const base = { a: 1, gone: 1, list: [1, 2, 3, 4] };
  const { merged, conflicts } = merge3<unknown>(
    base,
    { a: 2, list: [0, 1, 5, 6, 4], made: "x" },
    { a: 3, gone: 2, list: [1, 7, 4], made: "y" },
  );
  assert.deepEqual(merged, { a: 1, gone: 1, list: [0, 1, 2, 3, 4] });
  assert.deepEqual(conflicts, [
    { kind: "value", path: ["a"], base: { value: 1 }, ours: { value: 2 }, theirs: { value: 3 } },
    { kind: "value", path: ["gone"], base: { value: 1 }, ours: null, theirs: { value: 2 } },
    { kind: "items", path: ["list"], at: 2, base: [2, 3], ours: [5, 6], theirs: [7] },
    { kind: "value", path: ["made"], base: null, ours: { value: "x" }, theirs: { value: "y" } },
  ]);
});

test("[R39] bytes are compared by content, and what is not plain data by what it is", () => {
  assert.deepEqual(
    merge3<unknown>([Uint8Array.of(1)], [Uint8Array.of(1)], [Uint8Array.of(2)]).merged,
    [Uint8Array.of(2)],
  );
  const day = new Date(0);
  assert.equal(merge3(day, day, new Date(0)).conflicts.length, 0);
  assert.equal(merge3(day, new Date(0), new Date(0)).conflicts.length, 1);
});

test("[R39] the order of keys is no change", () => {
  const [base, turned] = [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  ];
  assert.deepEqual(merge3<unknown>([base], [turned], ["x"]), { merged: ["x"], conflicts: [] });
});

test("[R39] a key that means something to objects is a key like others", () => {
  const ours = JSON.parse('{"__proto__": {"polluted": true}}') as unknown;
  const { merged } = merge3<unknown>({}, ours, { b: 1 });
  assert.deepEqual(Object.keys(merged as object), ["__proto__", "b"]);
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
});

test("[R39] what is too deep is refused", () => {
  let deep: unknown = 0;
  for (let i = 0; i < 200_000; i += 1) deep = [deep];
  assert.throws(() => merge3(0, deep, 1), RangeError);
});

test("[R39] a large array with a few changes, and one without anything to hold on to", () => {
  const base = Array.from({ length: 20_000 }, (_, i) => i);
  const ours = base.toSpliced(50, 1, -1).toSpliced(19_000, 2);
  const theirs = base.toSpliced(10_000, 0, -2, -3);
  const { merged, conflicts } = merge3(base, ours, theirs);
  assert.deepEqual(conflicts, []);
  assert.deepEqual(merged, ours.toSpliced(10_000, 0, -2, -3));
  const same = Array.from({ length: 20_000 }, (_, i) => i % 2);
  const { conflicts: none } = merge3(same, same.toReversed(), same);
  assert.deepEqual(none, []);
});
