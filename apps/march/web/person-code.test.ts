import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf } from "./person-code.ts";

test("[W13] a code is the same everywhere, and three letters that are not mistaken", () => {
  assert.equal(codeOf("GCoD03oqJdgGJfibjXdlMQ"), codeOf("GCoD03oqJdgGJfibjXdlMQ"));
  for (let i = 0; i < 500; i += 1)
    assert.match(codeOf(`person ${i}`), /^[A-HJKMNP-RT-Z2-46-9]{3}$/);
});

test("[W13] few of 150 people share a code", () => {
  const codes = new Set(Array.from({ length: 150 }, (_, i) => codeOf(`person ${i * 7_919}`)));
  assert.ok(codes.size >= 145, `${codes.size} codes`);
});
