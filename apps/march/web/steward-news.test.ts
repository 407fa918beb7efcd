import assert from "node:assert/strict";
import { test } from "node:test";
import { rightsAfter, stewardNews } from "./steward-news.ts";

const joined = (isSteward: boolean) => ({
  person: "ada",
  rights: isSteward ? ["share", "steward"] : ["share"],
});
const stewards = (isOne: boolean) => (isOne ? ["ben", "ada"] : ["ben"]);

test("[W67] a change is news, in both directions; what stays or is not known is none", () => {
  assert.equal(stewardNews(joined(false), stewards(true)), "appointed");
  assert.equal(stewardNews(joined(true), stewards(false)), "dismissed");
  for (const was of [true, false]) {
    assert.equal(stewardNews(joined(was), stewards(was)), null);
    assert.equal(stewardNews(joined(was), null), null);
  }
  assert.equal(stewardNews(null, stewards(true)), null);
});

test("[W67] what was told is kept, and is no news again", () => {
  for (const [rights, news] of [
    [["share"], "appointed"],
    [["share", "steward"], "dismissed"],
  ] as const) {
    const after = rightsAfter(rights, news);
    assert.deepEqual(after, news === "appointed" ? ["share", "steward"] : ["share"]);
    const told = { person: "ada", rights: after };
    assert.equal(stewardNews(told, stewards(news === "appointed")), null);
  }
});
