import assert from "node:assert/strict";
import { test } from "node:test";
import { ended, type KeptMarch } from "./kept-march.ts";

test("[W15] a march is deleted from the phone from its end on", () => {
  const marches = [99, 100, 101].map((endsAt) => ({ endsAt }) as KeptMarch);
  assert.deepEqual(
    ended(marches, 100).map(({ endsAt }) => endsAt),
    [99, 100],
  );
});
