/** Phones whose clocks are wrong, on 24 seeds: what they wrote alone is taken, in its true order. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { simulateFirstContact } from "../test/simulated-first-contact.ts";

const SEEDS = 24;

test(`[R44] on ${SEEDS} seeds all that wrong clocks wrote before they met the node ends in its true order`, async (t) => {
  let [written, corrected] = [0, 0];
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const contact = await simulateFirstContact(seed);
    assert.equal(contact.complaints.join("\n"), "", `seed ${seed}`);
    written += contact.written;
    corrected += contact.corrected;
  }
  t.diagnostic(`${written} written, ${corrected} measured`);
  assert.ok(written > 40 * SEEDS && corrected >= 4 * SEEDS);
});

test("[R42] [R44] nothing is lost where a fast phone has met another before it meets the node", async () => {
  for (let seed = 1; seed <= SEEDS / 4; seed += 1) {
    const { complaints } = await simulateFirstContact(seed, true);
    assert.equal(complaints.join("\n"), "", `seed ${seed}`);
  }
});
