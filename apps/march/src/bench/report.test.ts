import assert from "node:assert/strict";
import { test } from "node:test";
import { usageIn } from "./process-usage.ts";
import { PUBLISHED } from "./published.ts";
import { linesOf, type Measured, reportOf } from "./report.ts";

const loaded = {
  latenciesMs: [40, 10, 30, 20],
  failed: 1,
  failures: ["Refused: 504"],
  locations: 400,
  behindMs: 2,
};
const measured: Measured = {
  people: 250,
  loaded,
  usage: [
    { cpuSeconds: 1.5, rssMegabytes: 90 },
    { cpuSeconds: 2.25, rssMegabytes: 140 },
  ],
};
const pace = { posts: 10, everyMs: 5_000 };

test("[S12] failures, mean and percentiles of a size, and what the node used for it", () => {
  const [size] = reportOf("now", pace, [measured]).sizes;
  assert.deepEqual(size, {
    people: 250,
    requests: 5,
    failed: 1,
    meanMs: 25,
    p50Ms: 20,
    p95Ms: 40,
    p99Ms: 40,
    locations: 100,
    behindMs: 2,
    nodeCpuSeconds: 0.75,
    nodeRssMegabytes: 140,
    failures: ["Refused: 504"],
    original: PUBLISHED[0],
  });
});

test("[S12] the original's figures stand beside ours, with the caveat", () => {
  const lines = linesOf(reportOf("now", pace, [measured])).join("\n");
  assert.match(lines, /250 people, 1 node: 1 of 5 failed, mean 25 ms/);
  assert.match(lines, /the original, 2 processes: 0 of 2500 failed, mean 302 ms, p95 1905 ms/);
  assert.match(lines, /other hardware and over a real network/);
});

test("[S12] the published figures are those of the original", () => {
  assert.deepEqual(
    PUBLISHED.map(({ people, processes, ...rest }) => [
      people,
      processes,
      rest.requests,
      rest.failed,
      rest.meanMs,
      rest.p95Ms,
    ]),
    [
      [250, 2, 2_500, 0, 302, 1_905],
      [500, 2, 5_000, 2_781, 17_340, null],
      [1_000, 12, 10_000, 3, 10_106, 15_065],
    ],
  );
});

test("[S12] where the node's process is not known, what it used is left out", () => {
  const [size] = reportOf("now", pace, [{ ...measured, usage: [null, null] }]).sizes;
  assert.deepEqual([size?.nodeCpuSeconds, size?.nodeRssMegabytes], [null, null]);
});

test("[S12] what a process used is read from /proc, whatever it is called", () => {
  const times = "S 1 2 3 4 5 6 7 8 9 10 150 75 0 0";
  const usage = usageIn(`42 (a) b (c)) ${times}`, "Name:\tx\nVmRSS:\t  102400 kB\nThreads: 2\n");
  assert.deepEqual(usage, { cpuSeconds: 2.25, rssMegabytes: 100 });
});
