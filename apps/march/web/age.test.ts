import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { ageText, durationText, opacityOf } from "./age.ts";
import { speak } from "./text.ts";

await speak("en");

test("[W5] an age is rounded down, and told in the largest unit that says enough", () => {
  assert.equal(ageText(-2_000), "just now");
  assert.equal(ageText(4_999), "just now");
  assert.equal(ageText(5_000), "5 s ago");
  assert.equal(ageText(59_999), "59 s ago");
  assert.equal(ageText(119_999), "1 min ago");
  assert.equal(durationText(3_600_000), "1 h");
  assert.equal(durationText(5_400_000), "1 h 30 min");
});

test("[W6] a pin pales from its writing to its expiry, never quite away, then is gone", () => {
  const lifetime = fc.integer({ min: 60_000, max: 7_200_000 });
  fc.assert(
    fc.property(lifetime, fc.double({ min: 0, max: 0.999, noNaN: true }), (lifetimeMs, part) => {
      const ageMs = part * lifetimeMs;
      const opacity = opacityOf(ageMs, lifetimeMs);
      assert.ok(opacity > 0.29 && opacity <= 1);
      assert.ok(opacityOf(ageMs + lifetimeMs / 1_000, lifetimeMs) < opacity);
      assert.equal(opacityOf(lifetimeMs, lifetimeMs), 0);
    }),
  );
  assert.equal(opacityOf(-5_000, 60_000), 1);
});
