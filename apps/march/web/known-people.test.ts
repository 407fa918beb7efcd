import assert from "node:assert/strict";
import { test } from "node:test";
import { found, knownPeople } from "./known-people.ts";
import { signOf } from "./person-sign.ts";

const [ME, ADA, BEN, CYD] = ["M", "A", "B", "C"].map((letter) => letter.repeat(22)) as [
  string,
  string,
  string,
  string,
];
const PEOPLE = knownPeople(
  [
    { person: ADA, way: "posted", contingent: "Nurses" },
    { person: ME, way: "shares", contingent: "Nurses" },
    { person: BEN, way: "alerted" },
    { person: ADA, way: "steward" },
    { person: ADA, way: "posted" },
  ],
  ME,
);

test("[W62] each whom this phone knows of is there once, with how, and oneself is not", () => {
  assert.deepEqual(
    PEOPLE.toSorted((a, b) => (a.person < b.person ? -1 : 1)),
    [
      { person: ADA, sign: signOf(ADA), contingent: "Nurses", ways: ["steward", "posted"] },
      { person: BEN, sign: signOf(BEN), contingent: null, ways: ["alerted"] },
    ],
  );
});

test("[W62] people are found by the first letters of their sign, however they are typed", () => {
  const sign = signOf(ADA);
  for (const typed of [sign, sign.slice(0, 3).toLowerCase(), ` ${sign.slice(0, 5)} `]) {
    assert.deepEqual(
      found(PEOPLE, typed, ME).map(({ person }) => person),
      [ADA],
      typed,
    );
  }
  assert.equal(found(PEOPLE, "", ME).length, 2);
  assert.deepEqual(found(PEOPLE, `${sign} X`, ME), []);
});

test("[W62] a whole name is somebody, though this phone never saw them; one's own is nobody", () => {
  const unseen = { person: CYD, sign: signOf(CYD), contingent: null, ways: [] };
  assert.deepEqual(found(PEOPLE, ` ${CYD}\n`, ME), [unseen]);
  assert.deepEqual(found(PEOPLE, ADA, ME), [PEOPLE.find(({ person }) => person === ADA)]);
  assert.deepEqual(found(PEOPLE, ME, ME), []);
  assert.deepEqual(found(PEOPLE, CYD.slice(1), ME), []);
});
