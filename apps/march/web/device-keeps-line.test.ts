import assert from "node:assert/strict";
import { test } from "node:test";
import { keepsLine } from "./device-keeps-line.ts";
import { speak } from "./text.ts";

await speak("en");

test("[W35] that nothing is kept is said only where nothing is: else that the rest is on the phone", () => {
  assert.equal(keepsLine("all"), null);
  assert.match(keepsLine("nothing") ?? "", /keeps nothing/);
  assert.match(keepsLine("some") ?? "", /Not all could be kept or read/);
  assert.match(keepsLine("some") ?? "", /stays on this phone/);
  assert.match(keepsLine("undeleted") ?? "", /not be deleted/);
});
