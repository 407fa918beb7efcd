import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClock } from "../test/fake-clock.ts";
import { LIFETIME_MS, openSpace, places, START_MS, shown } from "../test/place.ts";
import { MemoryStore } from "./memory.ts";
import type { Clock } from "./stamp.ts";

class TwoClocks extends FakeClock implements Clock {
  monotonicMs = 5_000;
  readonly monotonic = (): number => this.monotonicMs;

  pass(ms: number): void {
    this.nowMs += ms;
    this.monotonicMs += ms;
  }
}

test("[R9] a clock that is set back makes nothing last longer", async () => {
  const clock = new TwoClocks(START_MS);
  const space = await openSpace({ clock });
  const { bytes } = await space.write(places, { person: "a", x: 1 });
  clock.nowMs -= 3_600_000;
  clock.pass(LIFETIME_MS - 1);
  space.expire();
  assert.deepEqual(shown(space), { a: 1 });
  clock.pass(1);
  space.expire();
  assert.deepEqual(shown(space), {});
  clock.nowMs = START_MS;
  assert.equal((await space.receive(bytes)).status, "refused");
});

test("[R9] a clock that is slow makes nothing last longer than a lifetime here", async () => {
  const from = await openSpace({ clock: new FakeClock(START_MS) });
  const clock = new TwoClocks(START_MS - 30_000);
  const to = await openSpace({ clock });
  const { bytes } = await from.write(places, { person: "a", x: 1 });
  assert.equal((await to.receive(bytes)).status, "accepted");
  clock.monotonicMs += LIFETIME_MS - 1;
  to.expire();
  assert.deepEqual(shown(to), { a: 1 });
  clock.monotonicMs += 1;
  to.expire();
  assert.deepEqual(shown(to), {});
});

test("[R9] what a slot still had when it was first heard of is measured, not what came later", async () => {
  const clock = new TwoClocks(START_MS);
  const space = await openSpace({ clock });
  await space.write(places, { person: "a", x: 1 });
  clock.pass(5_000);
  clock.nowMs -= 60_000;
  await space.write(places, { person: "a", x: 2 });
  clock.monotonicMs += LIFETIME_MS - 5_000;
  space.expire();
  assert.deepEqual(shown(space), {});
});

test("[R9] [R21] what a store held has the time that it had left when it was opened", async () => {
  const clock = new TwoClocks(START_MS);
  const store = new MemoryStore();
  await (await openSpace({ clock, store })).write(places, { person: "a", x: 1 });
  const again = await openSpace({ clock, store });
  clock.nowMs -= 3_600_000;
  clock.pass(LIFETIME_MS - 1);
  again.expire();
  assert.deepEqual(shown(again), { a: 1 });
  clock.pass(1);
  again.expire();
  assert.deepEqual(shown(again), {});
});
