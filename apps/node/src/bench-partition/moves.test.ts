import assert from "node:assert/strict";
import { test } from "node:test";
import { measureMoves } from "./moves.ts";

/** A linear congruential generator (Knuth, MMIX); its high bits are good enough to choose by. */
function seeded(seed: bigint): () => number {
  let state = seed;
  return () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number(state >> 11n) / 2 ** 53;
  };
}

const { moves, spreads } = await measureMoves({ changes: 60, partitions: 200 }, seeded(7n));

test("[N33] [P11] in a history of joins and leaves as many move as must, and none more", () => {
  assert.equal(moves.ours, moves.bound);
  assert.equal(moves.changes, 60);
  assert.ok(moves.bound > 60 * 5, `${moves.bound}`);
  assert.ok(spreads.ours <= 1);
});

test("[N33] the hashings see the same history: rendezvous near the bound, the others above it", () => {
  assert.ok(Math.abs(moves.rendezvous / moves.bound - 1) < 0.15, JSON.stringify(moves));
  assert.ok(moves.jump > 1.2 * moves.bound, JSON.stringify(moves));
  assert.ok(moves.modulo > 2 * moves.jump, JSON.stringify(moves));
  assert.ok(spreads.rendezvous > 1, JSON.stringify(spreads));
});
