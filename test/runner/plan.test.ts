import assert from "node:assert/strict";
import { test } from "node:test";
import { planOf, STEPS } from "./args.ts";
import { judged, summary } from "./tally.ts";

const FILES = [
  "packages/replica/src/hlc.ts",
  "packages/replica/src/hlc.test.ts",
  "packages/rooms/src/journal.pg.test.ts",
  "test/tidy.test.ts",
];

const stepsOf = (...args: string[]) => planOf(args, FILES);

test("[H20] without arguments every step runs", () => {
  assert.deepEqual(planOf([], FILES), { steps: STEPS, paths: [] });
});

test("[H20] steps keep their order, whatever the order they are asked for", () => {
  assert.deepEqual(planOf(["--only", "unit", "--only", "lint"], FILES), {
    steps: ["lint", "unit"],
    paths: [],
  });
});

test("[H20] a path leaves the steps that have a test of it", () => {
  assert.deepEqual(stepsOf("replica"), { steps: ["unit"], paths: ["replica"] });
  assert.deepEqual(stepsOf("packages"), { steps: ["unit", "pg"], paths: ["packages"] });
  assert.deepEqual(stepsOf("--only", "mutants", "hlc.ts"), {
    steps: ["mutants"],
    paths: ["hlc.ts"],
  });
});

const WRONG: readonly (readonly [readonly string[], RegExp])[] = [
  [["--only"], /^--only needs a step: format, lint, /],
  [["--only", "unti"], /^--only: no step "unti": there are format, lint, /],
  [["--bail"], /^unknown option --bail: there are --only <step>, /],
  [["-x"], /^unknown option -x/],
  [["hlc", "frob"], /^no file of unit, pg, e2e has "frob" in its path$/],
  [["--only", "pg", "hlc"], /^no file of pg has "hlc"/],
  [["--only", "mutants", "frob"], /^no file of mutants has "frob"/],
  [["--only", "tidy", "hlc"], /^tidy takes no path: unit, pg, e2e, models, mutants do$/],
];

for (const [args, line] of WRONG) {
  test(`[H20] ${args.join(" ")} is refused in one line that names what is allowed`, () => {
    const plan = planOf(args, FILES);
    assert.ok(typeof plan === "string" && !plan.includes("\n"), JSON.stringify(plan));
    assert.match(plan, line);
  });
}

test("[H20] a step that found nothing is a failure", () => {
  assert.deepEqual(judged({ passed: 0, failed: 0 }), { passed: 0, failed: 1 });
  assert.deepEqual(judged({ passed: 2, failed: 0 }), { passed: 2, failed: 0 });
});

test("[H20] a step that was skipped aloud is no failure, and no pass", () => {
  const skipped = { passed: 0, failed: 0, isSkipped: true } as const;
  assert.deepEqual(judged(skipped), skipped);
});

test("[H20] the last line is the sum, alone", () => {
  const text = summary([
    { step: "lint", ms: 1200, passed: 1, failed: 0 },
    { step: "unit", ms: 61_000, passed: 40, failed: 2 },
  ]);
  assert.match(text, /\nunit +61\.0 s +40 +2\n/);
  assert.ok(text.endsWith("\n\n41 passed, 2 failed\n"));
});
