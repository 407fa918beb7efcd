import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { holdsAt, looked, mayAct, noLease, renewed } from "./lease.ts";
import { TIMING } from "./timing.ts";

const at = (monotonicMs: number, wallMs = monotonicMs) => ({ monotonicMs, wallMs });
const { actMs, partMs } = TIMING;

test("[P6] a lease counts from before the heartbeat was sent, and ends at its deadline", () => {
  const lease = renewed(noLease(at(0)), 1_000, TIMING);
  assert.equal(holdsAt(lease, 1_000 + actMs - 1), true);
  assert.equal(holdsAt(lease, 1_000 + actMs), false);
  assert.equal(holdsAt(noLease(at(0)), 0), false);
});

test("[P6] answers in any order leave the deadline of the last heartbeat", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 10_000 }), { minLength: 1 }), (sent) => {
      const lease = sent.reduce(
        (before, sentAtMs) => renewed(before, sentAtMs, TIMING),
        noLease(at(0)),
      );
      assert.equal(lease.untilMs, Math.max(...sent) + actMs);
    }),
  );
});

test("[P6] a look that finds the clocks parted ends the lease, and what was sent before it", () => {
  fc.assert(
    fc.property(fc.integer({ min: -9_000, max: 9_000 }), (partedMs) => {
      const lease = renewed(noLease(at(0)), 0, TIMING);
      const after = looked(lease, at(100, 100 + partedMs), TIMING);
      const isTrusted = Math.abs(partedMs) <= partMs;
      assert.equal(holdsAt(after, 100), isTrusted);
      assert.equal(holdsAt(renewed(after, 99, TIMING), 100), isTrusted);
      assert.equal(holdsAt(renewed(after, 100, TIMING), 100), true);
    }),
  );
});

test("[P6] an application that asks after a sleep may not act, though the rules have not looked", () => {
  const lease = renewed(noLease(at(0)), 0, TIMING);
  assert.equal(mayAct(lease, at(100, 100), TIMING), true);
  assert.equal(mayAct(lease, at(100, 100 + partMs + 1), TIMING), false);
  assert.equal(mayAct(lease, at(actMs, actMs), TIMING), false);
});
