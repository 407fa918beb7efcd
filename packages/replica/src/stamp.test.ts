import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { FakeClock } from "../test/fake-clock.ts";
import { authorOf } from "./author.ts";
import { AHEAD_MS_MAX, compareStamps, HybridClock, isTooFarAhead } from "./stamp.ts";

const AUTHORS = [1, 2, 3].map((n) => authorOf(new Uint8Array(40).fill(n)));
const ANN = AUTHORS[0]!;

test("[R3] stamps grow even when the clock goes backwards", () => {
  const clock = new FakeClock(1000);
  const hybrid = new HybridClock(clock, ANN);
  const before = hybrid.next();
  clock.nowMs = 500;
  const after = hybrid.next();
  assert.ok(compareStamps(after, before) > 0);
  assert.deepEqual(after, { wallMs: 1000, count: 1, author: ANN });
  clock.nowMs = 2000;
  assert.deepEqual(hybrid.next(), { wallMs: 2000, count: 0, author: ANN });
});

test("[R3] every stamp is greater than all that its clock saw, and no two are equal", () => {
  const event = fc.record({
    at: fc.nat(2),
    from: fc.nat(2),
    skewMs: fc.integer({ min: -50, max: 50 }),
  });
  const grow = fc.property(fc.array(event, { minLength: 1, maxLength: 80 }), (events) => {
    const clocks = AUTHORS.map(() => new FakeClock(1000));
    const hybrids = clocks.map((clock, i) => new HybridClock(clock, AUTHORS[i]!));
    const last = hybrids.map((hybrid) => hybrid.next());
    const all = new Set(last.map((stamp) => JSON.stringify(stamp)));
    for (const { at, from, skewMs } of events) {
      clocks[at]!.nowMs += skewMs;
      hybrids[at]!.observe(last[from]!);
      const stamp = hybrids[at]!.next();
      assert.ok(compareStamps(stamp, last[from]!) > 0);
      assert.ok(compareStamps(stamp, last[at]!) > 0);
      all.add(JSON.stringify(stamp));
      last[at] = stamp;
    }
    assert.equal(all.size, AUTHORS.length + events.length);
  });
  fc.assert(grow, { seed: 3 });
});

test("[R3] observing what is older changes nothing", () => {
  const hybrid = new HybridClock(new FakeClock(1000), ANN);
  hybrid.next();
  hybrid.observe({ wallMs: 999, count: 50 });
  assert.deepEqual(hybrid.next(), { wallMs: 1000, count: 1, author: ANN });
  hybrid.observe({ wallMs: 1000, count: 0 });
  assert.deepEqual(hybrid.next(), { wallMs: 1000, count: 2, author: ANN });
});

test("[R3] a count at its end carries over instead of silencing who saw it", () => {
  const hybrid = new HybridClock(new FakeClock(1000), ANN);
  hybrid.observe({ wallMs: 1000, count: Number.MAX_SAFE_INTEGER });
  assert.deepEqual(hybrid.next(), { wallMs: 1001, count: 0, author: ANN });
});

test("[R3] equal times and counts are ordered by author, the same way for everyone", () => {
  const stamps = [2, 0, 1].map((n) => ({ wallMs: 1, count: 0, author: AUTHORS[n]! }));
  assert.deepEqual(
    stamps.toSorted(compareStamps).map((stamp) => stamp.author),
    AUTHORS,
  );
  assert.equal(compareStamps(stamps[0]!, stamps[0]!), 0);
});

test("[R4] a stamp 60 s ahead is believed, a millisecond more is not", () => {
  const stamp = { wallMs: 1000 + AHEAD_MS_MAX, count: 0, author: ANN };
  assert.equal(isTooFarAhead(stamp, 1000), false);
  assert.equal(isTooFarAhead(stamp, 999), true);
});
