import assert from "node:assert/strict";
import { test } from "node:test";
import { meaningOf, noticeOf } from "./notice.ts";

test("[W19] a room that comes back by itself shows no notice; one that is over says why", () => {
  assert.equal(noticeOf("live", null), null);
  assert.equal(noticeOf("offline", { code: "stopping" }), null);
  assert.equal(noticeOf("rejected", { code: "ended" }), "ended");
  assert.equal(noticeOf("rejected", { code: "not_found" }), "missing");
  assert.equal(noticeOf("rejected", { code: "unauthorised" }), "invite");
  assert.equal(noticeOf("rejected", { code: "bad_version" }), "outdated");
  assert.equal(noticeOf("rejected", { code: "bad_message" }), "broken");
});

test("[W19] a refused request is a screen when it cannot be mended, else a sentence", () => {
  assert.deepEqual(meaningOf({ status: 410, message: "" }), { notice: "ended" });
  assert.deepEqual(meaningOf({ status: 404, message: "" }), { notice: "missing" });
  assert.deepEqual(meaningOf({ status: 401, message: "" }), { notice: "invite" });
  assert.deepEqual(meaningOf({ status: 429, message: "Wait." }), { say: "Wait." });
  assert.match(JSON.stringify(meaningOf({ status: 0, message: "" })), /does not answer/);
  assert.match(JSON.stringify(meaningOf({ status: 409, message: "" })), /clock/);
});
