import assert from "node:assert/strict";
import { test } from "node:test";
import { refusalOf } from "./decision-refusal.ts";
import { speak, text } from "./text.ts";

await speak("en");

const said = text.stewards.refused;

test("[W63] each refusal of a decision is told for what it is", () => {
  assert.equal(refusalOf({ code: "unavailable" }, "vouch"), said.offline);
  assert.equal(refusalOf({ code: "unknown_outcome" }, "end"), said.unknown);
  assert.equal(refusalOf({ code: "forbidden" }, "remove"), said.forbidden);
  assert.equal(refusalOf({ code: "forbidden" }, "appoint"), said.forbiddenOrRemoved);
  assert.equal(refusalOf({ code: "not_found" }, "hand-over"), said.notHere);
  assert.equal(refusalOf({ code: "conflict" }, "resign"), said.last);
  assert.equal(refusalOf({ code: "conflict" }, "revoke"), said.conflict);
  assert.equal(refusalOf({ code: "too_many" }, "appoint"), said.allStewards);
  assert.equal(refusalOf({ code: "too_many" }, "remove"), said.tooMany);
});

test("[W63] what is not known is told as such, and never as done", () => {
  for (const code of ["bad_message", "too_large", "ended"] as const) {
    assert.equal(refusalOf({ code }, "end"), text.fault.unknown, code);
  }
});
