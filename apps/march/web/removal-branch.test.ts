import assert from "node:assert/strict";
import { test } from "node:test";
import { branchOf } from "./removal-branch.ts";

const links = [
  { link: "link-one", people: 3 },
  { link: "link-two", people: 2 },
];

test("[W64] a removal knows how many came by the person's link, and they at least", () => {
  assert.equal(branchOf({ links, revoked: [], of: "link-two" }), 2);
  assert.equal(branchOf({ links, revoked: [], of: "link-six" }), 1);
});

test("[W64] a link that is not known or closed is not offered to be closed, and called what it is", () => {
  assert.equal(branchOf("asking"), "asking");
  assert.equal(branchOf(null), "unknown");
  assert.equal(branchOf({ links, revoked: [], of: null }), "unknown");
  assert.equal(branchOf({ links, revoked: ["link-one"], of: "link-one" }), "closed");
});
