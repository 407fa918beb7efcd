import assert from "node:assert/strict";
import test from "node:test";
import { Backoff } from "./backoff.ts";
import { BACKOFF_MS_MAX, BACKOFF_MS_MIN } from "./limits.ts";

test("[M13] each wait is twice the last, up to a maximum, and begins anew after a success", () => {
  const backoff = new Backoff(() => 1);
  const waits = Array.from({ length: 2_000 }, () => backoff.next());
  assert.deepEqual(waits.slice(0, 4), [250, 500, 1_000, 2_000]);
  assert.equal(waits.at(-1), BACKOFF_MS_MAX);
  backoff.reset();
  assert.equal(backoff.next(), BACKOFF_MS_MIN);
});

test("[M7] a client that was without its node for long dials again within 8 s", () => {
  const backoff = new Backoff(() => 1);
  for (let tries = 0; tries < 100; tries += 1) assert.ok(backoff.next() <= 8_000);
});

test("[M13] clients do not wait equally long: half of each wait is left to chance", () => {
  const waits = [0, 0.25, 0.5, 0.999].map((random) => new Backoff(() => random).next());
  assert.deepEqual(waits.map(Math.round), [125, 156, 188, 250]);
});
