import assert from "node:assert/strict";
import { test } from "node:test";
import { type Box, placeLabel, type Wish } from "./label-place.ts";

const PIN: Box = { x: 100, y: 100, width: 20, height: 20 };
const WISH: Wish = {
  thing: PIN,
  word: { width: 40, height: 16 },
  sides: ["above", "below", "right", "left"],
};

function other(x: number, y: number): Box {
  return { x, y, width: 20, height: 20 };
}

test("[W22] a word stands beside what it names, on the side that is wished for first", () => {
  assert.deepEqual(placeLabel(WISH, [PIN]), { x: 100, y: 79, width: 40, height: 16 });
});

test("[W22] a word that would cover a pin goes to the next side", () => {
  const above = other(110, 80);
  assert.equal(placeLabel(WISH, [PIN, above])?.y, 121);
  const below = other(90, 118);
  assert.equal(placeLabel(WISH, [PIN, above, below])?.x, 133);
  const right = other(125, 100);
  assert.equal(placeLabel(WISH, [PIN, above, below, right])?.x, 67);
});

test("[W22] a word that would cover something on every side is left out", () => {
  const around = [other(100, 80), other(100, 120), other(130, 100), other(70, 100)];
  assert.equal(placeLabel(WISH, [PIN, ...around]), null);
});
