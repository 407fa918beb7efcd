import assert from "node:assert/strict";
import { test } from "node:test";
import { describeKeys } from "./key-ranges.ts";

test("[N32] partitions are told as ranges, by number", () => {
  assert.equal(describeKeys([]), "none");
  assert.equal(describeKeys(["7"]), "7");
  assert.equal(describeKeys(["10", "9", "2", "0", "1", "12"]), "0-2, 9-10, 12");
  const odd = Array.from({ length: 9 }, (_, index) => String(2 * index));
  assert.equal(describeKeys(odd.slice(0, 8)), "0, 2, 4, 6, 8, 10, 12, 14");
  assert.equal(describeKeys(odd), "0, 2, 4, 6, 8, 10, 12, 14, …");
});
