import assert from "node:assert/strict";
import { test } from "node:test";
import type { KeptMarch } from "./kept-march.ts";
import { lastSeenUntil, type Standing, seenUntil } from "./leaving.ts";

const HEARD: Standing = {
  pinExpiresAt: null,
  isWithdrawing: false,
  hasHeard: true,
  heardAtMs: 1_000,
  nowMs: 1_000,
  lifetimeMs: 500,
};

test("[W23] a pin that may not be gone is seen until it expires, or a lifetime from now", () => {
  assert.equal(seenUntil(HEARD), null);
  assert.equal(seenUntil({ ...HEARD, pinExpiresAt: 1_200 }), 1_200);
  assert.equal(seenUntil({ ...HEARD, isWithdrawing: true }), 1_500);
  assert.equal(seenUntil({ ...HEARD, hasHeard: false, heardAtMs: null }), 1_500);
});

test("[W23] where the march is not heard, a pin is of the last contact at the latest, and gone a lifetime after", () => {
  const lifetimeMs = 1_800_000;
  const alone = { ...HEARD, hasHeard: false, heardAtMs: 1_000, lifetimeMs };
  assert.equal(seenUntil({ ...alone, nowMs: 31_000 }), 31_000 + lifetimeMs);
  assert.equal(seenUntil({ ...alone, nowMs: 600_000 }), 61_000 + lifetimeMs);
  assert.equal(seenUntil({ ...alone, nowMs: 61_000 + lifetimeMs }), null);
});

function march(id: string, endsAt: number, rights: readonly string[] = ["share"]): KeptMarch {
  const joined = { person: "me", token: "t", contingent: "Nurses", rights };
  return { id, endsAt, lifetimeMs: 500, joined } as unknown as KeptMarch;
}

test("[W36] until when others may see a pin that a panic cannot take away, in whichever march", () => {
  const until = (kept: readonly KeptMarch[], openUntil?: number | null) => {
    const open =
      openUntil === undefined ? null : { march: march("a", 9_000), seenUntil: openUntil };
    return lastSeenUntil({ kept, open, nowIn: () => 1_000 });
  };
  assert.equal(until([]), null);
  assert.equal(until([march("a", 9_000)]), 1_500);
  assert.equal(until([march("a", 1_200)]), 1_200);
  assert.equal(until([march("a", 900)]), null);
  assert.equal(until([march("a", 9_000, ["display"])]), null);
  assert.equal(until([march("a", 9_000)], null), null);
  assert.equal(until([march("a", 9_000)], 1_100), 1_100);
  assert.equal(until([march("a", 9_000), march("b", 9_000)], 1_100), 1_500);
});
