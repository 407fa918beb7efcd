import assert from "node:assert/strict";
import { test } from "node:test";
import { type Place, places } from "../../test/place.ts";
import { authorOf } from "../author.ts";
import type { Entry } from "../model.ts";

const [ANN, BOB] = [1, 2].map((n) => authorOf(new Uint8Array(40).fill(n)));

function entry(x: number, wallMs: number, author = ANN!): Entry<Place> {
  const value = { person: "a", x };
  return { key: "a", stamp: { wallMs, count: 0, author }, expiresAt: 60_000, value };
}

test("[R12] a late record does not move anything back", () => {
  const view = places.initial();
  const newer = entry(2, 20);
  assert.deepEqual(places.reduce(view, newer), { key: "a", now: newer });
  assert.equal(places.reduce(view, entry(1, 10)), null);
  assert.equal(places.reduce(view, newer), null);
  assert.deepEqual(view.get("a"), newer);
});

test("[R12] equal stamps tie by author, in either order", () => {
  for (const order of [
    [ANN, BOB],
    [BOB, ANN],
  ]) {
    const view = places.initial();
    for (const author of order) places.reduce(view, entry(1, 10, author));
    assert.equal(view.get("a")?.stamp.author, BOB);
  }
});

test("[R12] forgetting a record that was beaten leaves the one that beat it", () => {
  const view = places.initial();
  const [older, newer] = [entry(1, 10), entry(2, 20)];
  places.reduce(view, older);
  places.reduce(view, newer);
  assert.equal(places.forget(view, older), null);
  assert.deepEqual(places.forget(view, newer), { key: "a" });
  assert.equal(places.forget(view, newer), null);
  assert.equal(view.size, 0);
});
