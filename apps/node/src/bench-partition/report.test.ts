import assert from "node:assert/strict";
import { test } from "node:test";
import { linesOf, type Measured, reportOf } from "./report.ts";

const hundred = Array.from({ length: 100 }, (_, index) => 4_100 - index);
const measured: Measured = {
  lease: hundred,
  fast: [12.34, 11, 13],
  join: { members: 11, partitions: 900, samples: [90, 100, 110] },
  moves: {
    changes: 400,
    ours: 30_000,
    bound: 30_000,
    rendezvous: 30_100,
    jump: 55_000,
    modulo: 330_000,
  },
  spreads: { ours: 1, rendezvous: 60, jump: 55, modulo: 58 },
  heartbeats: [{ members: 5_000, connections: 80, perSecond: 12_345.6, meanMs: 400.04 }],
};

test("[N33] percentiles are those of the samples, whatever their order", () => {
  const { crash, join } = reportOf(measured);
  assert.deepEqual(crash.lease, { kills: 100, p50Ms: 4_050, p99Ms: 4_099 });
  assert.deepEqual(crash.fast, { kills: 3, p50Ms: 12.3, p99Ms: 13 });
  assert.deepEqual(join, { members: 11, partitions: 900, joins: 3, p50Ms: 100, p99Ms: 110 });
});

test("[N33] each figure is told with its unit, and what it is measured against", () => {
  const lines = linesOf(reportOf(measured), measured.spreads).join("\n");
  assert.match(
    lines,
    /by the lease: +100 kills, .* p50 4,050 ms, p99 4,099 ms \(promised: 4,500 ms\)/,
  );
  assert.match(lines, /p99 110 ms in 3 joins \(wanted: 250 ms;/);
  assert.match(
    lines,
    /400 joins and leaves: 30,000; no fewer than 30,000 can.*\n.*hashing does not even out, and may so move fewer: rendezvous 30,100, where one has 60 more/,
  );
  assert.match(
    lines,
    /5,000 members, 80 connections: 12,346 a second .*\(10,000 are needed\), mean 400 ms/,
  );
});
