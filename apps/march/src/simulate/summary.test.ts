import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { Board, type Row } from "./board.ts";
import { ascending, percentile } from "./percentile.ts";
import { linesOf, type Outcome, summarise } from "./summary.ts";

const good: Outcome = {
  people: 2,
  phones: 1,
  viewers: 3,
  ticks: 4,
  seed: 1,
  speed: 10,
  deliveries: 24,
  expected: 24,
  missedMoves: 0,
  missed: [],
  tickMs: 500,
  behindMs: { posts: 4, viewers: 50 },
  latenciesMs: new Map([
    ["one", [10, 30]],
    ["two", [20, 40]],
  ]),
  errors: [],
  erased: [2, 0],
  refused: {},
  expired: 0,
  lateRepeats: 3,
  race: null,
  sabotage: null,
  verifiedSample: { heard: 200, verified: 2, bad: 0, codes: [] },
  throng: null,
  serverCpuMsPerPersonTick: null,
  memory: null,
  seconds: 2,
};

const throng = {
  people: 2,
  processes: 1,
  heard: 4,
  expected: 4,
  rejoined: 1,
  summaryMsMax: 2_000,
  latencyMs: { p50: 1, p99: 2 },
  frames: 7,
  megabytes: 0.1,
};

test("[S14] [S15] what the throng heard and the node used is told, and is no reason by itself", () => {
  const memory = { coldMB: 1, baseMB: 2, roundsMB: [3], growthMB: 1, rssMB: [4] };
  const summary = summarise({ ...good, throng, memory, serverCpuMsPerPersonTick: 0.4 });
  assert.deepEqual(summary.reasons, []);
  const lines = linesOf(summary).join("\n");
  assert.match(lines, /2 phones: 4 of 4 pins .* 1 came back; summaries at most 2000 ms old/);
  assert.match(lines, /0.4 ms of CPU for each person and tick/);
  assert.match(lines, /2 MB once all was erased, 1 MB more after 1 rounds/);
});

test("[S6] a run without any fault is good", () => {
  assert.deepEqual(summarise(good).reasons, []);
});

const FAULTS: readonly (readonly [Partial<Outcome>, RegExp])[] = [
  [
    { missedMoves: 1, missed: ["person 1, tick 0, viewer 1"] },
    /1 moves were missed.*person 1, tick 0/,
  ],
  [{ deliveries: 23 }, /23 deliveries of 24/],
  [{ deliveries: 25 }, /25 deliveries of 24/],
  [{ errors: ["it broke"] }, /1 errors, the first: it broke/],
  [{ erased: [1, 0] }, /erased 1 and 0, not 2 and 0/],
  [{ erased: [2, 1] }, /erased 2 and 1, not 2 and 0/],
  [{ erased: [Number.NaN, 0] }, /erased NaN/],
  [
    { verifiedSample: { heard: 200, verified: 1, bad: 1, codes: ["bad_signature"] } },
    /1 records were refused when verified: bad_signature/,
  ],
  [
    { memory: { coldMB: 1, baseMB: 2, roundsMB: [12.1], growthMB: 10.1, rssMB: [] } },
    /the node keeps 10.1 MB of what was erased/,
  ],
  [{ throng: { ...throng, summaryMsMax: 2_501 } }, /summaries became 2501 ms old/],
];

for (const [fault, reason] of FAULTS) {
  test(`[S6] ${JSON.stringify(fault)} is a reason to fail`, () => {
    const { reasons } = summarise({ ...good, ...fault });
    assert.equal(reasons.length, 1);
    assert.match(reasons[0] ?? "", reason);
    assert.match(linesOf(summarise({ ...good, ...fault })).join("\n"), /FAILED/);
  });
}

test("[S3] a missed move says whether the run itself was late, by how much of which tick", () => {
  const missed = { missedMoves: 1, missed: ["person 1, tick 0, viewer 1"] };
  const reasonOf = (posts: number, viewers: number) =>
    summarise({ ...good, ...missed, behindMs: { posts, viewers } }).reasons.join();
  assert.doesNotMatch(reasonOf(50, 50), /keep up/);
  for (const reason of [reasonOf(51, 0), reasonOf(0, 51)]) {
    assert.match(reason, /did not keep up: .* up to 51 ms late.* of ticks of 500 ms/);
  }
});

test("[S5] the summary is in words: units, codes with their counts, viewers in their order", () => {
  const latenciesMs = new Map(["viewer 10 (sse)", "viewer 2 (sse)"].map((name) => [name, [7]]));
  const lines = linesOf(summarise({ ...good, latenciesMs, refused: { expired: 5 } })).join("\n");
  assert.match(
    lines,
    /^2 people \(1 by phone, 1 polling\), 3 viewers, 4 ticks of 500 ms, seed 1: 2 s/,
  );
  assert.match(lines, /viewer 2 \(sse\): p50 7 ms, p99 7 ms\n +viewer 10 \(sse\)/);
  assert.match(lines, /\nrefused +5 expired\n/);
  assert.match(linesOf(summarise(good)).join("\n"), /\nrefused +none\n.*\n.*\nerrors +0\nPASSED/);
});

test("[S5] latency is told over all viewers and for each, errors are counted and the first told", () => {
  const errors = Array.from({ length: 50 }, (_, index) => `error ${index}`);
  const summary = summarise({ ...good, errors });
  assert.deepEqual(summary.latencyMs, { p50: 20, p99: 40 });
  assert.deepEqual(summary.latencyMsOf["one"], { p50: 10, p99: 30 });
  assert.equal(summary.errors, 50);
  assert.equal(summary.errorTexts.length, 20);
});

test("[S5] a percentile is a value that was measured, at or below which its share lies", () => {
  assert.equal(percentile([], 0.5), 0);
  fc.assert(
    fc.property(
      fc.array(fc.nat(), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, share) => {
        const value = percentile(ascending(all), share);
        assert.ok(all.filter((each) => each <= value).length >= share * all.length - 1e-9);
        assert.ok(all.filter((each) => each < value).length <= Math.max(0, share * all.length));
      },
    ),
  );
});

test("[S5] the board adds up what viewers report, and shows a tick once all have judged it", async () => {
  const rows: Row[] = [];
  const board = new Board({ people: 2, viewers: 2, ticks: 1, show: (row) => rows.push(row) });
  const report = { is: "tick", tick: 0, errors: [], behindMs: 3 } as const;
  board.take("one", { ...report, delivered: 2, missed: [], latenciesMs: [5, 7] });
  assert.equal(rows.length, 0);
  const errors = ["it broke"];
  const late = { delivered: 1, missed: [1], latenciesMs: [9], errors, behindMs: 8 };
  board.take("two", { ...report, ...late });
  await board.done;
  const row = { tick: 0, ticks: 1, people: 2, deliveries: 3, missedMoves: 1, p50: 7, p99: 9 };
  assert.deepEqual(rows, [row]);
  assert.equal(board.behindMs, 8);
  assert.deepEqual(board.missed, ["person 1, tick 0, two"]);
  assert.deepEqual(board.errors, ["two, tick 0: it broke"]);
});
