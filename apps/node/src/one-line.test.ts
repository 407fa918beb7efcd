import assert from "node:assert/strict";
import { test } from "node:test";
import { oneLine } from "./one-line.ts";

test("[N32] what others wrote commands no terminal and makes no line of its own", () => {
  assert.equal(
    oneLine("a\u001b[2J\n[9/9] b\u202e\u2028"),
    "a\\u{1b}[2J\\u{a}[9/9] b\\u{202e}\\u{2028}",
  );
  assert.equal(oneLine("Ärzte-1 ☃"), "Ärzte-1 ☃");
});
