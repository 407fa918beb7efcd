import assert from "node:assert/strict";
import { test } from "node:test";
import { isDropped, posing, type Sabotage, stallTicks } from "./sabotage.ts";

const moves = Array.from({ length: 13 }, (_, index) =>
  [0, 1, 2].map((person) => ({ person, tick: index - 1 })),
).flat();
const effects = (sabotage: Sabotage | null) =>
  moves.filter(
    (move) =>
      isDropped(sabotage, move) ||
      stallTicks(sabotage, move, 12) > 1 ||
      posing(sabotage, move, 12) !== move.person,
  );

test("[S8] without sabotage nothing is dropped, stalled or swapped", () => {
  assert.deepEqual(effects(null), []);
});

test("[S8] drop takes one post of ten, whoever posts it, and one even of a single tick", () => {
  assert.deepEqual(
    effects("drop").map(({ person, tick }) => [person, tick]),
    [
      [0, 0],
      [2, 8],
      [1, 9],
      [0, 10],
    ],
  );
});

test("[S8] stall holds the first person's connection, once, for longer than a tick", () => {
  assert.deepEqual(effects("stall"), [{ person: 0, tick: 6 }]);
  assert.equal(stallTicks("stall", { person: 0, tick: 0 }, 1), 1.5);
});

test("[S8] swap exchanges two people from the middle on", () => {
  assert.deepEqual(new Set(effects("swap").map(({ person }) => person)), new Set([0, 1]));
  assert.equal(effects("swap").length, 12);
  assert.equal(posing("swap", { person: 0, tick: 6 }, 12), 1);
  assert.equal(posing("swap", { person: 1, tick: 6 }, 12), 0);
});
