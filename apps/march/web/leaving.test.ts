import assert from "node:assert/strict";
import { test } from "node:test";
import { type Standing, seenUntil } from "./leaving.ts";

const HEARD: Standing = {
  pinExpiresAt: null,
  isWithdrawing: false,
  hasHeard: true,
  nowMs: 1_000,
  lifetimeMs: 500,
};

test("[W23] a pin that may not be gone is seen until it expires, or a lifetime from now", () => {
  assert.equal(seenUntil(HEARD), null);
  assert.equal(seenUntil({ ...HEARD, pinExpiresAt: 1_200 }), 1_200);
  assert.equal(seenUntil({ ...HEARD, isWithdrawing: true }), 1_500);
  assert.equal(seenUntil({ ...HEARD, hasHeard: false }), 1_500);
});
