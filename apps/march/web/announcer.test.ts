import assert from "node:assert/strict";
import { test } from "node:test";
import { Announcer, QUIET_MS } from "./announcer.ts";

test("[W14] what changes all the time is said once in a while, the newest of it", () => {
  const announcer = new Announcer();
  assert.equal(announcer.next("one", 0), "one");
  assert.equal(announcer.next("two", 1_000), "one");
  assert.equal(announcer.next("three", QUIET_MS - 1), "one");
  assert.equal(announcer.next("four", QUIET_MS), "four");
  assert.equal(announcer.next("five", QUIET_MS + 1), "four");
});

test("[W14] what has not changed does not put off what does", () => {
  const announcer = new Announcer();
  announcer.next("one", 0);
  announcer.next("one", QUIET_MS);
  assert.equal(announcer.next("two", QUIET_MS + 1), "two");
});
