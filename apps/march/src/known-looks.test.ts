import assert from "node:assert/strict";
import { test } from "node:test";
import { KNOWN_LOOKS_MAX, KnownLooks } from "./known-looks.ts";
import { looksOf } from "./rules/looks.ts";

test("[A14] a name is looked at once, and no more than 5,000 are kept", () => {
  const looks = new KnownLooks();
  const first = looks.of("Νίκη");
  assert.deepEqual(first, looksOf("Νίκη"));
  assert.equal(looks.of("Νίκη"), first);
  for (let i = 0; i < KNOWN_LOOKS_MAX; i += 1) looks.of(`Nurses ${i}`);
  assert.equal(looks.size, KNOWN_LOOKS_MAX);
  assert.deepEqual(looks.of("Νίκη"), first);
});
