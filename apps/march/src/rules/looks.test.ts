import assert from "node:assert/strict";
import { test } from "node:test";
import { NAMES_ALIKE, NAMES_UNLIKE } from "../../test/names-alike.ts";
import { areAlike, looksOf } from "./looks.ts";

test("[A14] names look the same in another case or width, with the unseen, in Cyrillic and Greek letters", () => {
  for (const [name = "", ...others] of NAMES_ALIKE) {
    for (const other of others) {
      assert.ok(areAlike(looksOf(name), looksOf(other)), `${name} and ${other}`);
      assert.ok(areAlike(looksOf(other), looksOf(name)), `${other} and ${name}`);
    }
  }
});

test("[A14] names that do not look the same are told apart", () => {
  for (const name of NAMES_UNLIKE) {
    const alike = NAMES_UNLIKE.filter((other) => areAlike(looksOf(other), looksOf(name)));
    assert.deepEqual(alike, [name]);
  }
});

test("[A14] a name in Latin letters has one look, any other four at most", () => {
  assert.deepEqual(looksOf("Night  SHIFT"), ["night shift"]);
  for (const name of NAMES_ALIKE.flat()) assert.ok(looksOf(name).length <= 4, name);
});
