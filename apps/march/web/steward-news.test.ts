import assert from "node:assert/strict";
import { test } from "node:test";
import { rightsAfter, stewardNews } from "./steward-news.ts";

test("[W67] a change is news, in both directions; what stays or is not known is none", () => {
  assert.equal(stewardNews(false, true), "appointed");
  assert.equal(stewardNews(true, false), "dismissed");
  for (const was of [true, false]) {
    assert.equal(stewardNews(was, was), null);
    assert.equal(stewardNews(was, null), null);
  }
});

test("[W67] what was told is kept, and is no news again", () => {
  for (const [rights, news] of [
    [["share"], "appointed"],
    [["share", "steward"], "dismissed"],
  ] as const) {
    const after = rightsAfter(rights, news);
    assert.deepEqual(after, news === "appointed" ? ["share", "steward"] : ["share"]);
    assert.equal(stewardNews(after.includes("steward"), news === "appointed"), null);
  }
});
