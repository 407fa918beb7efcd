import assert from "node:assert/strict";
import { test } from "node:test";
import { clockLine } from "./device-clock-line.ts";
import { speak } from "./text.ts";

await speak("en");

const MINUTE_MS = 60_000;

test("[W40] a clock that is 40 minutes slow or 2 minutes fast is told, a few seconds are not", () => {
  assert.match(clockLine(40 * MINUTE_MS + 300) ?? "", /40 min slow/);
  assert.match(clockLine(-2 * MINUTE_MS - 300) ?? "", /2 min fast/);
  for (const ms of [0, 5_000, -5_000, 59_999]) assert.equal(clockLine(ms), null);
  assert.equal(clockLine(null), null);
});
