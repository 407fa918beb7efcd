import assert from "node:assert/strict";
import { test } from "node:test";
import { LIFT_PX } from "./alert-place.ts";
import { clearOf } from "./clear-of.ts";

const SIZE = { width: 320, height: 360 };
const AROUND = 40;

test("[W58] what is shown keeps clear of a card above, a column of buttons, and a row of them below", () => {
  const card = { x: 160, y: 60, width: 296, height: 100 };
  const column = { x: 284, y: 200, width: 48, height: 48 };
  const row = { x: 230, y: 324, width: 150, height: 48 };
  const other = { x: 60, y: 322, width: 100, height: 52 };
  assert.deepEqual(clearOf([card, column, row, other], SIZE), [
    110 + AROUND + LIFT_PX,
    60 + AROUND,
    64 + AROUND,
    AROUND,
  ]);
  assert.deepEqual(clearOf([{ ...column, x: 36 }], SIZE), [
    AROUND + LIFT_PX,
    AROUND,
    AROUND,
    60 + AROUND,
  ]);
});
