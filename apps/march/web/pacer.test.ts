import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { INTERVALS_MS, nextStep, type Pace } from "./pacer.ts";

const NOW = 1_000_000;
const PACE: Pace = {
  isSharing: true,
  isHidden: false,
  intervalMs: 15_000,
  sentAtMs: null,
  fixAtMs: NOW,
};

test("[W8] nothing is asked or sent but while sharing, on a page that is seen", () => {
  assert.equal(nextStep(PACE, NOW), "send");
  assert.equal(nextStep({ ...PACE, isSharing: false }, NOW), "wait");
  assert.equal(nextStep({ ...PACE, isHidden: true }, NOW), "wait");
});

test("[W8] two sends are never nearer than the interval, but for a timer's jitter", () => {
  fc.assert(
    fc.property(fc.constantFrom(...INTERVALS_MS), fc.nat(400), (intervalMs, jitterMs) => {
      const sends: number[] = [];
      for (let nowMs = NOW; nowMs < NOW + 700_000; nowMs += 600 + jitterMs) {
        const sentAtMs = sends.at(-1) ?? null;
        const step = nextStep({ ...PACE, intervalMs, sentAtMs, fixAtMs: nowMs }, nowMs);
        if (step === "send") sends.push(nowMs);
      }
      assert.ok(sends.length > 1);
      sends.forEach((atMs, i) => {
        if (i > 0) assert.ok(atMs - sends[i - 1]! >= intervalMs - 250);
      });
    }),
  );
});

test("[W9] a fix older than the interval is not sent: the phone is asked again", () => {
  assert.equal(nextStep({ ...PACE, fixAtMs: null }, NOW), "ask");
  assert.equal(nextStep({ ...PACE, fixAtMs: NOW - 15_000 }, NOW), "ask");
  assert.equal(nextStep({ ...PACE, fixAtMs: NOW - 14_749 }, NOW), "send");
});

test("[W9] a clock that was set back does not silence the phone", () => {
  assert.equal(nextStep({ ...PACE, sentAtMs: NOW + 3_600_000, fixAtMs: NOW }, NOW), "send");
});

test("[W9] a phone that lies still is asked anew each time, also where a timer comes early", () => {
  const still: Pace = {
    isSharing: true,
    isHidden: false,
    intervalMs: 15_000,
    sentAtMs: 20_000,
    fixAtMs: 20_000,
  };
  assert.equal(nextStep(still, 34_700), "wait");
  for (const nowMs of [34_750, 34_900, 35_000, 36_000]) assert.equal(nextStep(still, nowMs), "ask");
  assert.equal(nextStep({ ...still, fixAtMs: 21_000 }, 34_900), "send");
});
