import assert from "node:assert/strict";
import { test } from "node:test";
import { en } from "./text/en.ts";
import { es } from "./text/es.ts";
import { isTyped } from "./typed-word.ts";

test("[W65] the word counts however a phone writes it, and nothing else does", () => {
  for (const { word } of [en, es].map(({ stewards }) => stewards.typed)) {
    for (const typed of [word, word.toLowerCase(), ` ${word.toLowerCase()} `]) {
      assert.equal(isTyped(typed, word), true, typed);
    }
    for (const typed of ["", " ", word.slice(1), `${word}S`, `${word} it`]) {
      assert.equal(isTyped(typed, word), false, typed);
    }
  }
});
