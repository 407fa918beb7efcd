import assert from "node:assert/strict";
import { test } from "node:test";
import { type KeptMarch, longEnded } from "./kept-march.ts";

const DAY_MS = 86_400_000;

test("[W15] a phone deletes by its own clock only what ended a day ago or longer", () => {
  const marches = [99, 100, 101].map((endsAt) => ({ endsAt }) as KeptMarch);
  assert.deepEqual(
    longEnded(marches, 100 + DAY_MS).map(({ endsAt }) => endsAt),
    [99, 100],
  );
  assert.deepEqual(longEnded(marches, 100), []);
});
