import assert from "node:assert/strict";
import { test } from "node:test";
import { PAGE_VERSION } from "../src/page-version.ts";
import { REMOVED, REVOKED } from "../src/turned-away.ts";
import { endNotice, isTooOld, meaningOf, noticeOf } from "./notice.ts";
import { speak } from "./text.ts";

await speak("en");

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
  for (const [status, said] of [
    [429, /too much to do/],
    [503, /too much to do/],
    [400, /could not do that/],
    [413, /could not do that/],
  ] as const) {
    const meaning = JSON.stringify(meaningOf({ status, message: "rate: {}" }));
    assert.match(meaning, said);
    assert.doesNotMatch(meaning, /rate:/);
  }
  assert.match(JSON.stringify(meaningOf({ status: 0, message: "" })), /does not answer/);
  assert.match(JSON.stringify(meaningOf({ status: 409, message: "" })), /clock/);
});

test("[W68] who was removed, or comes by a closed link, is told that, and not of a wrong invite", () => {
  for (const [message, notice] of [
    [REMOVED, "removed"],
    [REVOKED, "revoked"],
    ["another reason", "invite"],
  ] as const) {
    assert.equal(noticeOf("rejected", { code: "forbidden", message }), notice);
    assert.deepEqual(meaningOf({ status: 403, message }), { notice });
  }
});

test("[W68] a march that is over before its time was ended by somebody", () => {
  assert.equal(endNotice({ endsAt: 60_000, nowMs: 50_000 }), "stopped");
  assert.equal(endNotice({ endsAt: 60_000, nowMs: 60_000 }), "ended");
});

test("[W68] a march that ends in its time was ended by nobody, though this phone noted the time before", () => {
  assert.equal(endNotice({ endsAt: 60_000, nowMs: 58_500 }), "ended");
});

test("[W41] a page that is older than its node needs is too old, a newer one is not", () => {
  assert.equal(isTooOld(PAGE_VERSION + 1), true);
  assert.equal(isTooOld(PAGE_VERSION), false);
  assert.equal(isTooOld(PAGE_VERSION - 1), false);
});
