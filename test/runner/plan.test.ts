import assert from "node:assert/strict";
import { test } from "node:test";
import { planOf, STEPS } from "./args.ts";
import { judged, summary } from "./tally.ts";

test("[H20] without arguments every step runs", () => {
  assert.deepEqual(planOf([]), { steps: STEPS, paths: [] });
});

test("[H20] steps keep their order, whatever the order they are asked for", () => {
  assert.deepEqual(planOf(["--only", "unit", "--only", "lint"]), {
    steps: ["lint", "unit"],
    paths: [],
  });
});

test("[H20] a path narrows the steps that run files", () => {
  assert.deepEqual(planOf(["replica"]), { steps: ["unit", "pg", "e2e"], paths: ["replica"] });
  assert.deepEqual(planOf(["--only", "mutants", "hlc"]), { steps: ["mutants"], paths: ["hlc"] });
});

test("[H20] a wrong argument is one line", () => {
  for (const args of [["--only"], ["--only", "unti"], ["--bail"], ["-x"]]) {
    const plan = planOf(args);
    assert.ok(typeof plan === "string" && !plan.includes("\n"), JSON.stringify(plan));
  }
});

test("[H20] a step that found nothing is a failure", () => {
  assert.deepEqual(judged({ passed: 0, failed: 0 }), { passed: 0, failed: 1 });
  assert.deepEqual(judged({ passed: 2, failed: 0 }), { passed: 2, failed: 0 });
});

test("[H20] the last line is the sum, alone", () => {
  const text = summary([
    { step: "lint", ms: 1200, passed: 1, failed: 0 },
    { step: "unit", ms: 61_000, passed: 40, failed: 2 },
  ]);
  assert.match(text, /\nunit +61\.0 s +40 +2\n/);
  assert.ok(text.endsWith("\n\n41 passed, 2 failed\n"));
});
