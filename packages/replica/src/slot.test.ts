import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { FakeClock } from "../test/fake-clock.ts";
import { LIFETIME_MS, openSpace, places, START_MS, shown } from "../test/place.ts";
import { expiryOf, SLOT_MS } from "./slot.ts";
import { AHEAD_MS_MAX } from "./stamp.ts";

test("[R9] an expiry is a slot's edge, never later than promised and less than a slot earlier", () => {
  const stamp = fc.integer({ min: 0, max: 4_000_000_000_000 });
  const lifetime = fc.integer({ min: SLOT_MS, max: 10 ** 10 });
  const rounded = fc.property(stamp, lifetime, (stampMs, lifetimeMs) => {
    const expiresAt = expiryOf(stampMs, lifetimeMs);
    assert.equal(expiresAt % SLOT_MS, 0);
    assert.ok(expiresAt <= stampMs + lifetimeMs);
    assert.ok(expiresAt > stampMs + lifetimeMs - SLOT_MS);
    assert.ok(expiryOf(stampMs + 1, lifetimeMs) >= expiresAt);
  });
  fc.assert(rounded, { numRuns: 1000, seed: 1 });
  assert.equal(expiryOf(SLOT_MS - 1, LIFETIME_MS), LIFETIME_MS);
  assert.equal(expiryOf(SLOT_MS, LIFETIME_MS), LIFETIME_MS + SLOT_MS);
});

test("[R9] closing a slot drops its records and what they showed, and leaves the next", async () => {
  const clock = new FakeClock(START_MS);
  const space = await openSpace({ clock });
  await space.write(places, { person: "a", x: 1 });
  await space.write(places, { person: "b", x: 2 });
  clock.nowMs += SLOT_MS;
  await space.write(places, { person: "b", x: 3 });
  await space.write(places, { person: "c", x: 4 });
  clock.nowMs = START_MS + LIFETIME_MS - 1;
  assert.deepEqual(space.expire(), []);
  clock.nowMs += 1;
  const went: string[] = [];
  space.subscribe(places, ({ key }, _, change) => went.push(`${key} ${change}`));
  assert.deepEqual(
    space.expire().map(({ entry }) => entry.key),
    ["a"],
  );
  assert.deepEqual(shown(space), { b: 3, c: 4 });
  assert.deepEqual(
    [...space.records()].map(({ entry }) => entry.key),
    ["b", "c"],
  );
  assert.deepEqual(went, ["a went"]);
});

test("[R9] late arrivals in a closed slot are refused, also when the clock goes back", async () => {
  const clock = new FakeClock(START_MS);
  const [from, to] = [await openSpace({ clock }), await openSpace({ clock })];
  const { bytes } = await from.write(places, { person: "a", x: 1 });
  await to.receive(bytes);
  clock.nowMs = START_MS + LIFETIME_MS;
  assert.equal(to.expire().length, 1);
  for (const backMs of [0, SLOT_MS]) {
    clock.nowMs -= backMs;
    const outcome = await to.receive(bytes);
    assert.equal(outcome.status === "refused" && outcome.code, "expired");
  }
  assert.deepEqual(shown(to), {});
});

test("[R4] who is ahead of the clock makes nobody else's records last longer", async () => {
  const [early, clock] = [new FakeClock(START_MS + AHEAD_MS_MAX), new FakeClock(START_MS)];
  const [ahead, space] = [await openSpace({ clock: early }), await openSpace({ clock })];
  await space.receive((await ahead.write(places, { person: "a", x: 1 })).bytes);
  const { bytes, stamp, expiresAt } = await space.write(places, { person: "b", x: 2 });
  assert.equal(stamp.wallMs, START_MS + AHEAD_MS_MAX);
  assert.equal(expiresAt, START_MS + LIFETIME_MS);
  const other = await openSpace({ clock });
  assert.equal((await other.receive(bytes)).status, "accepted");
});

test("[R9] a later record of a key does not expire before an earlier one, also when the clock goes back", async () => {
  const clock = new FakeClock(START_MS + 2 * SLOT_MS);
  const space = await openSpace({ clock });
  const earlier = await space.write(places, { person: "a", x: 1 });
  clock.nowMs = START_MS;
  const later = await space.write(places, { person: "a", x: 2 });
  assert.equal(later.expiresAt, earlier.expiresAt);
  const another = await space.write(places, { person: "b", x: 2 });
  assert.equal(another.expiresAt, START_MS + LIFETIME_MS);
});

test("[R9] a key whose record expired may be written again", async () => {
  const clock = new FakeClock(START_MS);
  const space = await openSpace({ clock });
  await space.write(places, { person: "a", x: 1 });
  clock.nowMs += LIFETIME_MS;
  space.expire();
  await space.write(places, { person: "a", x: 2 });
  assert.deepEqual(shown(space), { a: 2 });
  assert.equal([...space.records()].length, 1);
});
