import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { NOTHING_ERASED } from "@muster/replica";
import { ASSEMBLY } from "../expectation.ts";
import type { HeardMove } from "./frame-reader.ts";
import { LATENCY_MS_MAX, PinsHeard } from "./pins-heard.ts";
import { slotOf } from "./throng.ts";

const schedule = { startAt: 10_000, tickMs: 1_000, people: 3 };
const roster = ["ann", "bob", "cem"];
let latencies: number[];
let ann: PinsHeard;

beforeEach(() => {
  latencies = Array.from({ length: LATENCY_MS_MAX + 1 }, () => 0);
  ann = new PinsHeard({ person: 0, people: 3, roster, schedule, latencies });
});

const move = (person: number, tick: number, id = roster[person] ?? ""): HeardMove => ({
  person,
  tick,
  id,
});
function says(of: {
  readonly moves?: readonly HeardMove[];
  readonly strange?: readonly string[];
  readonly summarised?: number;
}) {
  const { moves = [], strange = [], summarised = null } = of;
  return { moves, strange, summarised, erased: NOTHING_ERASED };
}

test("[S13] of a part the others are counted who showed themselves at the assembly, not oneself", () => {
  ann.take(says({ moves: [move(0, ASSEMBLY), move(1, ASSEMBLY)] }), 9_000);
  assert.equal(ann.others, 1);
  assert.equal(ann.heardInTime(ASSEMBLY), 0);
});

test("[S13] a pin counts once, in its tick only, and with its latency from when it was due", () => {
  ann.take(says({ moves: [move(1, 0), move(2, 0), move(0, 0)] }), 10_300);
  ann.take(says({ moves: [move(1, 0)] }), 10_400);
  assert.equal(ann.heardInTime(0), 2);
  // Due by the golden section of two fifths of the tick: bob's after one, cem's after two.
  assert.deepEqual([latencies[300 - 247], latencies[300 - 94]], [1, 1]);
  ann.take(says({ moves: [move(1, 1)] }), 12_001);
  assert.equal(ann.heardInTime(1), 0);
  assert.deepEqual(ann.missing(1, 10), [2]);
});

test("[S13] a pin that moves back, under another's name, or where nobody was, is an error", () => {
  ann.take(says({ moves: [move(1, 2)] }), 12_300);
  ann.take(says({ moves: [move(1, 1)] }), 12_400);
  ann.take(says({ moves: [move(2, 2, "bob")] }), 12_500);
  ann.take(says({ strange: ["dan"] }), 12_600);
  const errors = ann.takeErrors();
  assert.equal(errors.length, 3);
  assert.match(errors.join(), /moved back from 2 to 1.*another's name.*nobody ever was/);
  assert.deepEqual(ann.takeErrors(), []);
});

test("[S14] summaries age until the next one comes, and are looked at no more by who has left", () => {
  ann.take(says({ summarised: 3 }), 10_000);
  ann.take(says({ summarised: 3 }), 12_400);
  assert.equal(ann.takeSummaryMs(12_500), 2_400);
  assert.equal(ann.takeSummaryMs(13_400), 1_000);
  ann.left();
  assert.equal(ann.takeSummaryMs(20_000), 0);
});

test("[S13] a percentile of counts is the slot in which its rank lies", () => {
  assert.equal(slotOf([0, 0, 0], 0.5), 0);
  assert.equal(slotOf([0, 1, 0, 98, 1], 0.5), 3);
  assert.equal(slotOf([0, 1, 0, 98, 1], 0.99), 3);
  assert.equal(slotOf([0, 1, 0, 98, 1], 1), 4);
});
