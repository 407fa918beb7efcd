import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { entryOf } from "../test/entry.ts";
import type { Saying, Verdict } from "./models/alerts.ts";
import { credenceOf } from "./worth.ts";

const ID = "alert-of-these-tests";

/** People are named after their branch: "b2" is the second of branch b; "steward1" is a steward. */
const witnesses = {
  isSteward: (person: string) => person.startsWith("steward"),
  branchOf: (person: string) => (person.startsWith("unknown") ? null : person.replace(/\d+$/, "")),
};

type Said = readonly (readonly [string, Saying | null])[];

function found(by: string, said: Said) {
  const entries = said.map(([person, says], i) =>
    entryOf<Verdict>({ alert: ID, person, says }, `${ID}/${person}`, i),
  );
  return credenceOf({ id: ID, by }, entries, witnesses);
}

const decided = (by: string, ...said: Said) => found(by, said).decided;

function worth(by: string, ...said: Said): string {
  const { state, confirmedBy, disputedBy } = found(by, said);
  return `${state} ${confirmedBy} ${disputedBy}`;
}

for (const [name, said, expected] of [
  ["nobody", [], "unconfirmed 0 0"],
  ["one person", [["b1", "confirmed"]], "unconfirmed 1 0"],
  [
    "two of one branch",
    [
      ["b1", "confirmed"],
      ["b2", "confirmed"],
    ],
    "unconfirmed 1 0",
  ],
  [
    "two of two branches",
    [
      ["b1", "confirmed"],
      ["c1", "confirmed"],
    ],
    "confirmed 2 0",
  ],
  [
    "one, and a friend of the author",
    [
      ["b1", "confirmed"],
      ["a2", "confirmed"],
    ],
    "unconfirmed 1 0",
  ],
  [
    "one, and one whose branch is not known",
    [
      ["b1", "confirmed"],
      ["unknown1", "confirmed"],
    ],
    "unconfirmed 1 0",
  ],
  [
    "two, of whom one took it back",
    [
      ["b1", "confirmed"],
      ["c1", null],
    ],
    "unconfirmed 1 0",
  ],
  ["a steward", [["steward1", "confirmed"]], "confirmed 1 0"],
] as const) {
  test(`[A16] an alert that ${name} confirmed is ${expected.split(" ")[0]}`, () => {
    assert.equal(worth("a1", ...said), expected);
  });
}

for (const [name, said, expected] of [
  ["one person", [["b1", "disputed"]], "disputed 0 1"],
  [
    "one, where two confirm",
    [
      ["b1", "confirmed"],
      ["c1", "confirmed"],
      ["d1", "disputed"],
    ],
    "confirmed 2 1",
  ],
  [
    "as many as confirm",
    [
      ["b1", "confirmed"],
      ["c1", "confirmed"],
      ["d1", "disputed"],
      ["e1", "disputed"],
    ],
    "disputed 2 2",
  ],
  [
    "a whole branch, where two confirm",
    [
      ["b1", "confirmed"],
      ["c1", "confirmed"],
      ["d1", "disputed"],
      ["d2", "disputed"],
    ],
    "confirmed 2 1",
  ],
  ["a friend of the author", [["a2", "disputed"]], "disputed 0 1"],
  [
    "a steward, where many confirm",
    [
      ["b1", "confirmed"],
      ["c1", "confirmed"],
      ["steward1", "disputed"],
    ],
    "disputed 2 1",
  ],
] as const) {
  test(`[A16] an alert that ${name} disputed is ${expected.split(" ")[0]}`, () => {
    assert.equal(worth("a1", ...said), expected);
  });
}

test("[A16] of stewards the last word counts, and one who tells of an alert confirms it", () => {
  assert.equal(worth("steward1"), "confirmed 0 0");
  assert.equal(worth("steward1", ["steward2", "disputed"]), "disputed 0 1");
  const both = [
    ["steward1", "disputed"],
    ["steward2", "confirmed"],
  ] as const;
  assert.match(worth("a1", ...both), /^confirmed/);
  assert.match(worth("a1", ...both.toReversed()), /^disputed/);
});

test("[A16] it is told whether a steward's word decided, and not guessed from how many spoke", () => {
  const two = [
    ["b1", "confirmed"],
    ["c1", "confirmed"],
  ] as const;
  assert.equal(decided("a1"), false);
  assert.equal(decided("a1", ...two), false);
  assert.equal(decided("a1", ["b1", "disputed"]), false);
  assert.equal(decided("a1", ["steward1", "disputed"]), true);
  assert.equal(decided("a1", ...two, ["steward1", "confirmed"]), true);
  assert.equal(decided("a1", ["steward1", null]), false);
  assert.equal(decided("steward1"), true);
});

test("[A16] one branch, however many speak for it, never makes a rumour a fact", () => {
  const crowd = fc.array(
    fc.tuple(
      fc.constantFrom("b1", "b2", "b3", "b4", "a2", "a3", "unknown1", "unknown2"),
      fc.constantFrom<Saying | null>("confirmed", "disputed", null),
    ),
  );
  fc.assert(
    fc.property(crowd, (said) => !worth("a1", ...said).startsWith("confirmed")),
    { seed: 16, verbose: 1 },
  );
});
