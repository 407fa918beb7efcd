import assert from "node:assert/strict";
import { test } from "node:test";
import type { Group, View } from "@muster/partition";
import { sayPlaces } from "./work-places.ts";

function viewAt(index: number, isUsable: boolean): View<unknown> {
  const over = AbortSignal.timeout(30);
  return { index, size: 2, epoch: 1, signal: over, isUsable } as View<unknown>;
}

test("[N32] a place is said while it may be acted on, by the clock and not the signal alone", async () => {
  const views = (async function* () {
    yield viewAt(0, false);
    yield viewAt(1, true);
  })();
  const said = new Set<string>();
  const print = (line: string) => void said.add(line);
  const manner = { slowMs: 0, everyMs: 5, print, tell: print };
  await sayPlaces({ name: "places", views } as unknown as Group<unknown>, manner);
  assert.deepEqual([...said], ["places:[1/2] working away as usual..."]);
});
