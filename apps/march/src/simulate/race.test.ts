import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOfRace, type RacedPost } from "./race.ts";

const erase = { sentAt: 100, answeredAt: 120, erased: 4 };
const posts: readonly RacedPost[] = [
  { person: 0, sentAt: 80, answeredAt: 99, isTaken: true },
  { person: 1, sentAt: 90, answeredAt: 110, isTaken: true },
  { person: 2, sentAt: 121, answeredAt: 130, isTaken: true },
  { person: 3, sentAt: 105, answeredAt: 115, isTaken: false },
];
const faultsOf = (erased: number) =>
  faultsOfRace({ posts, erase: { ...erase, erased }, shown: shownBy([1, 2]) });
const shownBy = (...lists: readonly (readonly number[])[]) =>
  new Map(lists.map((people, index) => [`viewer ${index}`, people]));

test("[S7] what was posted between the erase and its answer may be shown or not, but the same everywhere", () => {
  assert.deepEqual(faultsOfRace({ posts, erase, shown: shownBy([1, 2], [1, 2]) }), []);
  assert.deepEqual(faultsOfRace({ posts, erase, shown: shownBy([2], [2], [2]) }), []);
  assert.deepEqual(faultsOfRace({ posts, erase, shown: shownBy([1, 2], [1, 2], [2]) }), [
    "after the raced erase viewer 2 shows other pins than viewer 0",
  ]);
});

test("[S7] what was answered before the erase was sent is gone", () => {
  assert.deepEqual(faultsOfRace({ posts, erase, shown: shownBy([0, 2]) }), [
    "person 0 is shown from before the erase",
  ]);
});

test("[S7] what was posted after the erase was answered is shown", () => {
  assert.deepEqual(faultsOfRace({ posts, erase, shown: shownBy([1]) }), [
    "person 2 posted after the erase and is gone",
  ]);
});

test("[S7] what was refused is not shown", () => {
  assert.deepEqual(faultsOfRace({ posts, erase, shown: shownBy([2, 3]) }), [
    "person 3 is shown, though the post was refused",
  ]);
});

test("[S7] the raced erase deletes every pin but those that were replaced in between", () => {
  assert.deepEqual([faultsOf(4), faultsOf(3)], [[], []]);
  assert.deepEqual(faultsOf(2), ["the raced erase deleted 2 of 4"]);
  assert.deepEqual(faultsOf(5), ["the raced erase deleted 5 of 4"]);
});
