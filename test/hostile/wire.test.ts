import assert from "node:assert/strict";
import { test } from "node:test";
import { CRIMES, fuzzRecords } from "./record-fuzz.ts";
import { fuzzWire } from "./wire-fuzz.ts";

const SEED = 4;
const GROWTH_MB_MAX = 5;

test("[S16] damaged messages of every kind: none is heeded, each is heeded as it was", async (t) => {
  const { growthMB, ...report } = await fuzzWire(1_000, SEED);
  t.diagnostic(`seed ${SEED}: ${JSON.stringify(report)}`);
  assert.deepEqual(report.acceptedTexts, []);
  const { accepted, bugs, controls, controlsAccepted } = report;
  assert.deepEqual(
    { accepted, bugs, controls: controlsAccepted },
    { accepted: 0, bugs: 0, controls },
  );
  assert.ok(report.unreadable > 4_000 && report.refused > 200, JSON.stringify(report));
  assert.ok(growthMB < GROWTH_MB_MAX, `${growthMB} MB more`);
});

test("[S17] records that nobody wrote so: none is taken, each is taken as it was", async (t) => {
  const { growthMB, ...report } = await fuzzRecords(200, SEED);
  t.diagnostic(`seed ${SEED}: ${JSON.stringify(report)}`);
  assert.deepEqual(report.acceptedTexts, []);
  assert.deepEqual([report.accepted, report.controlsAccepted], [0, report.controls]);
  assert.deepEqual(Object.keys(report.tried), [...CRIMES]);
  for (const code of ["bad_record", "bad_signature", "forbidden", "expired", "ahead"]) {
    assert.ok((report.refusedAs[code] ?? 0) > 0, `nothing was refused as ${code}`);
  }
  // All that another signed, at least.
  assert.ok((report.refusedAs["bad_signature"] ?? 0) >= 200, JSON.stringify(report));
  assert.ok(growthMB < GROWTH_MB_MAX, `${growthMB} MB more`);
});
