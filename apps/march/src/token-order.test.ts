import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { guest, START_MS } from "../test/fake-march.ts";
import { madeOf, TokenOrder } from "./token-order.ts";

const DAY_MS = 24 * 3_600_000;
const tokenOf = (made: string) => ({ ...guest("ada"), about: { contingent: "Tenants", made } });

test("[A23] of two tokens the later one is newer: in one tick, and when the clock goes back", () => {
  const steps = fc.array(fc.constantFrom(0, 1, 500, -1, -60_000, -3_600_000), { minLength: 2 });
  fc.assert(
    fc.property(steps, (movesMs) => {
      let nowMs = START_MS;
      const order = new TokenOrder({ now: () => nowMs });
      const made = movesMs.map((ms) => {
        nowMs += ms;
        return madeOf(tokenOf(order.next()));
      });
      return made.every((one, i) => i === 0 || one > (made[i - 1] ?? 0));
    }),
    { seed: 23, verbose: 1 },
  );
});

test("[A23] a node started anew with its clock set back goes on after the tokens that it sees", () => {
  const before = tokenOf(new TokenOrder({ now: () => START_MS }).next());
  const order = new TokenOrder({ now: () => START_MS - 3_600_000 });
  order.saw(before);
  assert.ok(madeOf(tokenOf(order.next())) > madeOf(before));
});

test("[A23] no token takes the order further than a march lasts, and one that says nothing is the oldest", () => {
  const order = new TokenOrder({ now: () => START_MS });
  order.saw(tokenOf(String(Number.MAX_SAFE_INTEGER)));
  assert.equal(order.next(), String(START_MS + DAY_MS + 1));
  assert.deepEqual([guest("ada"), tokenOf("soon"), tokenOf("1e99")].map(madeOf), [0, 0, 0]);
});
