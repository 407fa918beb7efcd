import assert from "node:assert/strict";
import { test } from "node:test";
import { recoveryOf } from "./recovery.ts";

const FENCE = { timeline: 1, counter: 1, nonce: 1 };
const acted = (who: string, key: string, [fromMs, toMs]: readonly [number, number]) => ({
  who,
  key,
  fromMs,
  toMs,
  fence: FENCE,
});

test("[P8] a key of who was killed waits from the kill until somebody acts on it", () => {
  const intervals = [
    acted("a", "1", [0, 100]),
    acted("a", "2", [0, 50]),
    acted("b", "1", [4_100, 9_000]),
    acted("b", "2", [60, 9_000]),
    acted("a", "3", [0, 100]),
  ];
  const { keys, p50, max } = recoveryOf([{ who: "a", atMs: 100, diedMs: 101 }], intervals);
  assert.deepEqual({ keys, p50, max }, { keys: 1, p50: 4_000, max: 4_000 });
  assert.equal(recoveryOf([], intervals).p50, null);
});
