import assert from "node:assert/strict";
import { test } from "node:test";
import { laws } from "@muster/replica/laws";
import * as fc from "fast-check";
import { entryOf } from "../test/entry.ts";
import { LIFETIME_MS, START_MS } from "../test/fake-march.ts";
import {
  Contingent,
  degreesOf,
  E7,
  forgottenAt,
  Place,
  Position,
  placeOf,
  positions,
  tidied,
} from "./model.ts";

const here = { latE7: 407_074_000, lonE7: -740_113_000 };
const position = { person: "someone", contingent: "Tenants", place: here };

for (const [name, wrong] of [
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["minus Infinity", -Infinity],
  ["a fraction", 0.5],
  ["a text", "1"],
  ["nothing", undefined],
  ["null", null],
  ["a huge number", Number.MAX_VALUE],
  ["a bigint", 1n],
] as const) {
  test(`[A7] a place of ${name} is no place`, () => {
    assert.equal(Place.safeParse({ ...here, latE7: wrong }).success, false);
    assert.equal(Place.safeParse({ ...here, lonE7: wrong }).success, false);
  });
}

test("[A7] places end at the poles and the 180th meridian", () => {
  for (const sign of [1, -1]) {
    const corner = { latE7: sign * 90 * E7, lonE7: sign * 180 * E7 };
    assert.ok(Place.safeParse(corner).success);
    assert.equal(Place.safeParse({ ...corner, latE7: corner.latE7 + sign }).success, false);
    assert.equal(Place.safeParse({ ...corner, lonE7: corner.lonE7 + sign }).success, false);
  }
});

test("[A7] a field too many, or one too few, is no position", () => {
  assert.ok(Position.safeParse(position).success);
  assert.equal(Position.safeParse({ ...position, name: "x" }).success, false);
  assert.equal(Position.safeParse({ ...position, place: { ...here, altE7: 0 } }).success, false);
  for (const field of ["person", "contingent", "place"]) {
    assert.equal(Position.safeParse({ ...position, [field]: undefined }).success, false);
  }
});

for (const [name, person] of [
  ["an empty text", ""],
  ["65 characters", "x".repeat(65)],
  ["half a surrogate pair", "\ud800"],
  ["three bytes a character, which no record's key holds", "€".repeat(64)],
] as const) {
  test(`[A7] a person of ${name} is refused`, () => {
    assert.equal(Position.safeParse({ ...position, person }).success, false);
  });
}

for (const [name, contingent] of [
  ["an empty text", ""],
  ["33 characters", "x".repeat(33)],
  ["a space before it", " Tenants"],
  ["a space behind it", "Tenants "],
  ["a new line in it", "Ten\nants"],
  ["a NUL in it", "Ten\0ants"],
  ["half a surrogate pair", "Ten\udc00ants"],
  ["letters that turn the text around", "Ten\u202eants"],
  ["a private letter", "\ue000"],
  ["nothing to see", "\u200d\u200d"],
  ["Hangul fillers", "\u115f\u1160\u3164\uffa0"],
  ["an empty pattern of dots", "\u2800"],
  ["a note without a head", "\u{1d159}"],
  ["a letter of Khmer that is not shown", "\u17b4"],
  ["a selector without what it selects", "\ufe0f"],
] as const) {
  test(`[A7] a contingent's name of ${name} is refused`, () => {
    assert.equal(Contingent.safeParse(contingent).success, false);
  });
}

for (const contingent of [
  "x",
  "x".repeat(32),
  "Nurses & Doctors",
  "Médicos sin miedo",
  "学生",
  "می‌خواهیم",
  "🔥",
  "👩‍👩‍👧 Families",
  "서울",
  "⠃⠗⠇",
  "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
]) {
  test(`[A7] a contingent may be called ${contingent}`, () => {
    assert.ok(Contingent.safeParse(contingent).success);
  });
}

test("[A7] degrees become places 1 cm apart and back, and -0 is 0", () => {
  assert.deepEqual(placeOf(-90, 180), { latE7: -90 * E7, lonE7: 180 * E7 });
  assert.deepEqual(degreesOf(placeOf(40.7074, -74.0113)), { lat: 40.7074, lon: -74.0113 });
  assert.ok(Object.is(placeOf(-1e-9, 0).latE7, 0));
});

test("[A2] positions in any order, with repeats, give each person's last by stamp", () => {
  const place = fc.record({
    latE7: fc.integer({ min: -90 * E7, max: 90 * E7 }),
    lonE7: fc.integer({ min: -180 * E7, max: 180 * E7 }),
  });
  laws(
    positions,
    fc.record({
      person: fc.constantFrom("ada", "ben"),
      contingent: fc.constantFrom("Tenants", "Nurses"),
      place: fc.option(place),
    }),
  );
});

test("[A2] every position that the schema takes has the person as its key", () => {
  assert.equal(positions.key(position), "someone");
});

test("[A7] whatever is typed is either no name, or becomes one that the node takes", () => {
  const typed = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom(
        "a",
        " ",
        "\u200d",
        "\u3164",
        "\u2800",
        "\u202e",
        "\n",
        "\u2028",
        "👩",
        "\ud83d",
      ),
    }),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const name = tidied(text, 32);
      assert.ok(name === "" || Contingent.safeParse(name).success);
      assert.equal(tidied(name, 32), name);
    }),
  );
  assert.equal(tidied(" Ten\0ants\n", 32), "Tenants");
  for (const blank of ["\u200d\u200d", "\u3164", "\u2800 \u2800"])
    assert.equal(tidied(blank, 32), "");
});

test("[A7] a name that is cut ends before half a character or a joiner", () => {
  assert.equal(tidied(`${"x".repeat(31)}👩`, 32), "x".repeat(31));
  assert.equal(tidied(`${"x".repeat(29)}👩\u200d👩`, 32), `${"x".repeat(29)}👩`);
});

test("[A21] a position whose sharer wishes so is forgotten earlier, never later than the march forgets", () => {
  const forgotten = (keepMinutes?: 30 | 60 | 120) =>
    forgottenAt(entryOf({ ...position, ...(keepMinutes && { keepMinutes }) }, "someone"));
  const endsAt = START_MS + LIFETIME_MS;
  assert.deepEqual([forgotten(), forgotten(30), forgotten(60)], [endsAt, endsAt, endsAt]);
  const long = {
    ...entryOf({ ...position, keepMinutes: 30 as const }, "x"),
    expiresAt: endsAt * 2,
  };
  assert.equal(forgottenAt(long), START_MS + 1_800_000);
  for (const keepMinutes of [0, 29, 31, "30", null]) {
    assert.equal(Position.safeParse({ ...position, keepMinutes }).success, false);
  }
});
