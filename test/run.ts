/**
 * Everything that proves the repository works, in order. Every step runs,
 * whatever the ones before it found; the last line is the sum alone,
 * `N passed, N failed`, and the exit code is 1 when anything failed.
 *
 * Rules H20, H21: docs/spec/house.md.
 */
import { Socket } from "node:net";
import { join } from "node:path";
import { HELP, planOf, type StepName } from "./runner/args.ts";
import { killAll } from "./runner/child.ts";
import { ROOT, repositoryFiles } from "./runner/files.ts";
import { say } from "./runner/report.ts";
import { STEP_RUNS } from "./runner/steps.ts";
import { judged, type StepResult, seconds, summary } from "./runner/tally.ts";

const EXIT_USAGE = 2;

// A thousand processes load the same modules: a fifth of their work is compiling them.
process.env["NODE_COMPILE_CACHE"] ??= join(ROOT, "node_modules/.cache/compiled");

const args = process.argv.slice(2);
if (args.includes("--help") || args.includes("-h")) {
  say(HELP);
  process.exit(0);
}
const plan = planOf(
  args,
  repositoryFiles().map(({ path }) => path),
);
if (typeof plan === "string") {
  process.stderr.write(`${plan}\n`);
  process.exit(EXIT_USAGE);
}

process.on("SIGINT", () => stop(130));
process.on("SIGTERM", () => stop(143));
const lifeline = process.env["MUSTER_LIFELINE"];
if (lifeline !== undefined) {
  // The launcher holds the other end: it ends when the launcher or npm does.
  new Socket({ fd: Number(lifeline) })
    .on("close", () => stop(1))
    .unref()
    .resume();
}

const results: StepResult[] = [];
for (const step of plan.steps) results.push(await runStep(step, plan.paths));
process.stdout.write(summary(results));
process.exitCode = results.some((result) => result.failed > 0) ? 1 : 0;

function stop(code: number): never {
  killAll();
  process.exit(code);
}

async function runStep(step: StepName, paths: readonly string[]): Promise<StepResult> {
  say(step);
  const started = performance.now();
  const found = await STEP_RUNS[step](paths);
  const tally = judged(found);
  if (tally !== found) say("  FAILED nothing to run: a step without tests proves nothing");
  const ms = performance.now() - started;
  say(`  ${tally.passed} passed, ${tally.failed} failed, ${seconds(ms)}`);
  return { step, ms, ...tally };
}
