import assert from "node:assert/strict";
import { test } from "node:test";
import { Malformed } from "@muster/replica";
import type { Note } from "@muster/rooms";
import * as fc from "fast-check";
import { placeOf } from "./model.ts";
import { metresBetween } from "./sphere.ts";
import { SUMMARIES_MAX, type Summary } from "./summary.ts";
import {
  SUMMARY_CHANGE_NOTE,
  SUMMARY_NOTE,
  SummaryReader,
  SummaryTeller,
  summariesIn,
  WHOLE_EVERY_MS,
} from "./summary-notes.ts";

const SEED = 25_026;

const nurses: Summary = {
  contingent: "Nurses",
  people: 7,
  place: placeOf(40.7074, -74.0113),
  radiusM: 25,
  speedDmS: 12,
  headingDeg: 359,
};
const tenants: Summary = { ...nurses, contingent: "Tenants", people: 9 };

const summaries = fc.uniqueArray(
  fc.record({
    contingent: fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }),
    people: fc.integer({ min: 5, max: 5_000 }),
    place: fc.record({
      latE7: fc.integer({ min: -899_999_999, max: 899_999_999 }),
      lonE7: fc.integer({ min: -1_799_999_999, max: 1_799_999_999 }),
    }),
    radiusM: fc.nat(20_000_000),
    speedDmS: fc.nat(9_999),
    headingDeg: fc.nat(359),
  }),
  { selector: ({ contingent }) => contingent, maxLength: SUMMARIES_MAX },
);

const grown = (one: Summary): Summary => ({ ...one, people: one.people + 1 });

/** The same, at most about a metre away, the largest first. */
function assertSame(read: readonly Summary[] | null, made: readonly Summary[]): void {
  assert.ok(read !== null);
  const byName = new Map(read.map((one) => [one.contingent, one]));
  assert.equal(read.length, made.length);
  for (const { place, ...rest } of made) {
    const { place: found, ...others } = byName.get(rest.contingent) ?? assert.fail(rest.contingent);
    assert.deepEqual(others, rest);
    assert.ok(metresBetween(found, place) < 1.2);
  }
  const people = read.map((one) => one.people);
  assert.deepEqual(
    people,
    [...people].sort((a, b) => b - a),
  );
}

test("[A25] summaries are read as they were told, about a metre around, whole or by what differs", () => {
  fc.assert(
    fc.property(
      fc.array(summaries, { maxLength: 4 }),
      fc.infiniteStream(fc.boolean()),
      (all, coins) => {
        const [teller, reader] = [new SummaryTeller(), new SummaryReader()];
        const standing = new Map<string, Note>();
        let last: readonly Summary[] = [];
        all.forEach((made, step) => {
          // Now and then the same contingents, elsewhere.
          const isMoved = coins.next().value === true && last.length > 0;
          const people = isMoved ? last.map(grown) : made;
          last = people;
          const note = teller.next(people, step * 2_000, false);
          if (note === null) return assert.equal(people.length, 0);
          standing.set(note.name, note);
          assertSame(reader.take(note), people);
          // Who comes now.
          assertSame(summariesIn([...standing.values()].reverse()), people);
        });
      },
    ),
    { seed: SEED, numRuns: 200 },
  );
});

test("[A25] what differs is told in a few bytes, and all of it anew once a minute", () => {
  const teller = new SummaryTeller();
  const whole = teller.next([tenants, nurses], 0, false);
  assert.equal(whole?.name, SUMMARY_NOTE);
  const north = { latE7: nurses.place.latE7 + 1_000, lonE7: nurses.place.lonE7 };
  const change = teller.next([tenants, { ...nurses, place: north }], 2_000, false);
  assert.equal(change?.name, SUMMARY_CHANGE_NOTE);
  // The number of the whole, two bytes that say what differs, and what does.
  assert.ok(change.body.length <= 5, `${change.body.length} bytes`);
  assert.equal(
    teller.next([tenants, nurses], WHOLE_EVERY_MS - 1, false)?.name,
    SUMMARY_CHANGE_NOTE,
  );
  assert.equal(teller.next([tenants, nurses], WHOLE_EVERY_MS, false)?.name, SUMMARY_NOTE);
});

test("[A25] all is told anew when others are seen, or what was told is erased; who goes is named", () => {
  const [teller, reader] = [new SummaryTeller(), new SummaryReader()];
  const told = (all: readonly Summary[], atMs: number, isAnew = false) => {
    const note = teller.next(all, atMs, isAnew) ?? assert.fail();
    const read = reader.take(note) ?? assert.fail();
    return [note.name, read.map(({ contingent, people }) => `${contingent} ${people}`)];
  };
  assert.deepEqual(told([nurses], 0), [SUMMARY_NOTE, ["Nurses 7"]]);
  assert.deepEqual(told([tenants, nurses], 2_000), [SUMMARY_NOTE, ["Tenants 9", "Nurses 7"]]);
  assert.deepEqual(told([nurses], 4_000), [SUMMARY_CHANGE_NOTE, ["Nurses 7"]]);
  assert.deepEqual(told([tenants, nurses], 6_000), [
    SUMMARY_CHANGE_NOTE,
    ["Tenants 9", "Nurses 7"],
  ]);
  assert.deepEqual(told([tenants], 8_000, true), [SUMMARY_NOTE, ["Tenants 9"]]);
  assert.deepEqual(told([], 10_000), [SUMMARY_CHANGE_NOTE, []]);
  assert.deepEqual(told([nurses], 12_000), [SUMMARY_NOTE, ["Nurses 7"]]);
  assert.deepEqual(told([nurses], 12_000 + WHOLE_EVERY_MS), [SUMMARY_NOTE, ["Nurses 7"]]);
});

test("[A25] where nobody is to be seen nothing is said once that was told, however long", () => {
  const teller = new SummaryTeller();
  teller.next([tenants], 0, false);
  const notes = (from: number, to: number) =>
    Array.from({ length: (to - from) / 2_000 }, (_, step) =>
      teller.next([], from + step * 2_000, false),
    ).filter((note) => note !== null);
  assert.equal(notes(2_000, 600_000).length, 1);
  assert.equal(teller.next([], 600_000, true)?.name, SUMMARY_NOTE, "what was told is erased");
  assert.equal(notes(602_000, 1_200_000).length, 0);
  assert.equal(new SummaryTeller().next([], 0, false)?.name, SUMMARY_NOTE, "a first time");
});

/** Bytes of an hour of notes. */
function anHour(seen: (round: number) => readonly Summary[]): number {
  const teller = new SummaryTeller();
  return Array.from({ length: 1_800 }, (_, round) =>
    teller.next(seen(round), round * 2_000, false),
  ).reduce((sum, note) => sum + (note?.body.length ?? 0), 0);
}

/** Names as long as can be, in bytes. */
const many = (count: number): readonly Summary[] =>
  Array.from({ length: count }, (_, one) => ({
    ...nurses,
    contingent: `${"貓".repeat(29)}${one + 100}`,
  }));

test("[A25] contingents of like size, and as small as can be, do not have all told whole each time", (t) => {
  const [still, most] = [anHour(() => many(30)), many(40)];
  // Who is the 30th and who the 31st changes with each round; so does who has five people.
  const turning = anHour((round) => [...most.slice(round % 11), ...most.slice(0, round % 11)]);
  const small = anHour((round) => many(20).filter((_, one) => (round + one) % 3 > 0));
  t.diagnostic(`${still} bytes an hour, ${turning} of like size, ${small} of the smallest`);
  assert.ok(turning < 1.5 * still, `${turning} bytes`);
  assert.ok(small < 1.5 * still, `${small} bytes`);
  assert.ok(still < 700_000, `${still} bytes`);
});

test("[A25] within a minute the largest are told, whoever was told before", () => {
  const [teller, reader] = [new SummaryTeller(), new SummaryReader()];
  const told = (all: readonly Summary[], atMs: number) =>
    reader.take(teller.next(all, atMs, false) ?? assert.fail())?.map(({ people }) => people);
  told(many(30), 0);
  const all = [{ ...tenants, people: 500 }, ...many(30)];
  assert.equal(told(all, WHOLE_EVERY_MS - 1)?.includes(500), false);
  assert.equal(told(all, WHOLE_EVERY_MS)?.[0], 500);
});

test("[A25] who has too few people left keeps their place until the largest are chosen again", () => {
  const [teller, reader] = [new SummaryTeller(), new SummaryReader()];
  const told = (all: readonly Summary[], atMs: number) =>
    reader.take(teller.next(all, atMs, false) ?? assert.fail())?.length;
  const large = { ...tenants, people: 500 };
  assert.equal(told(many(29), 0), 29);
  assert.equal(told([large, ...many(19)], 2_000), 20, "there was one place left");
  assert.equal(told([large, nurses, ...many(19)], 4_000), 20);
  assert.equal(told([large, nurses, ...many(19)], WHOLE_EVERY_MS), 21);
});

test("[A25] what differs from summaries that were not heard is nothing, and so is another note", () => {
  const teller = new SummaryTeller();
  teller.next([nurses], 0, false);
  const change = teller.next([nurses], 2_000, false) ?? assert.fail();
  const reader = new SummaryReader();
  assert.equal(reader.take(change), null);
  assert.equal(reader.take({ ...change, name: "stewards" }), null);
  const other = new SummaryTeller();
  other.next([tenants], 0, true);
  assert.ok(reader.take(other.next([tenants], 0, true) ?? assert.fail()));
  assert.equal(reader.take(change), null, "of other summaries");
});

test("[A25] bytes that no teller writes are refused: cut, longer, changed, too many", () => {
  const teller = new SummaryTeller();
  const notes = [
    teller.next([tenants, nurses], 0, false),
    teller.next([tenants, nurses], 1, false),
  ];
  const read = (note: Note): unknown => {
    const reader = new SummaryReader();
    reader.take(notes[0]!);
    return reader.take(note);
  };
  let refused = 0;
  for (const note of notes) {
    assert.ok(note !== null);
    assert.ok(read(note), "the control");
    const { name, body } = note;
    for (let at = 0; at < body.length; at += 1) {
      assert.throws(() => read({ name, body: body.subarray(0, at) }), Malformed);
      for (let flip = 1; flip < 256; flip += 1) {
        const changed = body.slice();
        changed[at]! ^= flip;
        try {
          read({ name, body: changed });
        } catch (error) {
          assert.ok(error instanceof Malformed, String(error));
          refused += 1;
        }
      }
    }
    assert.throws(() => read({ name, body: Uint8Array.of(...body, 0) }), Malformed);
  }
  assert.ok(refused > 1_000, `${refused} refused`);
  const many = Uint8Array.of(1, SUMMARIES_MAX + 1);
  assert.throws(() => read({ name: SUMMARY_NOTE, body: many }), /31 summaries/);
});
