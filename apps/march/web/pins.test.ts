import assert from "node:assert/strict";
import { test } from "node:test";
import { type Place, type Position, placeOf, positions } from "../src/model.ts";
import type { Summary } from "../src/summary.ts";
import { inOrder, otherSummaries, type Pin, pinsOf } from "./pins.ts";

const NOW = 1_000_000;

function viewOf(people: readonly (Position & { readonly expiresAt: number })[]) {
  const view = positions.initial();
  people.forEach(({ expiresAt, ...value }, i) => {
    const stamp = { wallMs: NOW - 1_000 * i, count: 0, author: "00" as never };
    positions.reduce(view, { key: value.person, stamp, expiresAt, value });
  });
  return view;
}

function position(person: string, place: Place | null, expiresAt = NOW + 60_000) {
  return { person, contingent: "Nurses", place, expiresAt };
}

function pin(person: string, place: Place, atMs: number): Pin {
  return { person, contingent: "Nurses", place, isMe: false, atMs, expiresAt: NOW };
}

function peopleOf(pins: readonly Pin[]): readonly string[] {
  return pins.map(({ person }) => person);
}

test("[W10] who has stopped, and what has expired, has no pin", () => {
  const here = placeOf(1, 2);
  const view = viewOf([
    position("a", here),
    position("stopped", null),
    position("expired", here, NOW),
    position("me", here),
  ]);
  const pins = pinsOf(view, "me", NOW);
  assert.deepEqual(
    pins.map(({ person, isMe }) => [person, isMe]),
    [
      ["a", false],
      ["me", true],
    ],
  );
});

test("[W11] a contingent that is seen by pins gets no circle", () => {
  const summaries = ["Mine", "Pinned", "Other"].map((contingent) => ({ contingent }) as Summary);
  const pins = [{ ...pin("a", placeOf(0, 0), NOW), contingent: "Pinned" }];
  const left = otherSummaries(summaries, pins, "Mine");
  assert.deepEqual(
    left.map(({ contingent }) => contingent),
    ["Other"],
  );
});

test("[W12] the list is oneself, then nearest first, and newest first where this phone has no place", () => {
  const far = pin("far", placeOf(1, 0), NOW - 1);
  const near = pin("near", placeOf(0.1, 0), NOW - 9);
  assert.deepEqual(peopleOf(inOrder([far, near], placeOf(0, 0))), ["near", "far"]);
  assert.deepEqual(peopleOf(inOrder([near, far], null)), ["far", "near"]);
  const me = { ...pin("me", placeOf(0.2, 0), NOW - 20), isMe: true };
  for (const from of [placeOf(0.1, 0), null]) {
    assert.equal(inOrder([far, me, near], from)[0], me);
  }
});
