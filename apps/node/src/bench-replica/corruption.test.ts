import assert from "node:assert/strict";
import { test } from "node:test";
import { assert as holds, integer, property } from "fast-check";
import { flipOf, measureCorruption } from "./corruption.ts";
import { type Flip, flipped, type Trial } from "./subject.ts";

const trial = (shows: (flip: Flip | null) => string): Trial => ({
  bytes: 10,
  before: "before",
  shows: async (flip) => shows(flip),
});

test("[N36] a changed byte is accepted where a replica then shows what nobody wrote", async () => {
  const careless = trial((flip) => {
    if (flip === null || flip.at === 9) return "after";
    return flip.at === 3 ? "what nobody wrote" : "before";
  });
  const { main } = await measureCorruption({ main: careless }, 1_000);
  assert.deepEqual(main, { tried: 1_000, accepted: 100, controls: 10, controlsAccepted: 10 });
});

test("[N36] who refuses everything accepts no control", async () => {
  const { main } = await measureCorruption({ main: trial(() => "before") }, 200);
  assert.deepEqual([main.accepted, main.controls, main.controlsAccepted], [0, 2, 0]);
});

test("[N36] variants are tried as often", async () => {
  const main = trial((flip) => (flip === null ? "after" : "before"));
  const wrong = trial((flip) => (flip === null ? "after" : "wrong"));
  const { others } = await measureCorruption({ main, others: { wrong } }, 100);
  assert.equal(others?.["wrong"]?.accepted, 100);
});

test("[N36] every byte is changed in every round, each to something else", () => {
  holds(
    property(integer({ min: 1, max: 500 }), integer({ min: 0, max: 20 }), (bytes, round) => {
      const flips = Array.from({ length: bytes }, (_, index) =>
        flipOf(round * bytes + index, bytes),
      );
      assert.deepEqual(
        flips.map(({ at }) => at),
        flips.map((_, index) => index),
      );
      for (const { xor } of flips) assert.ok(xor >= 1 && xor <= 255);
    }),
  );
});

test("[N36] a changed copy leaves the update as it was, in a Buffer too", () => {
  const update = Buffer.from([1, 2, 3]);
  assert.deepEqual([...flipped(update, { at: 1, xor: 255 })], [1, 253, 3]);
  assert.deepEqual([...update], [1, 2, 3]);
  assert.deepEqual([...flipped(update, null)], [1, 2, 3]);
});
