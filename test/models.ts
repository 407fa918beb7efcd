/**
 * The step `models`: each model passes with every state seen, each of its variants that breaks a
 * rule is noticed.
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Model, models } from "../models/models.ts";
import { ROOT, repositoryFiles } from "./runner/files.ts";
import { type Checked, check } from "./runner/pan.ts";
import { say } from "./runner/report.ts";
import { add, NOTHING, seconds, type Tally } from "./runner/tally.ts";

/** Of each search; the largest takes 830. */
const MEMORY_MB_MAX = 1500;
const AT_ONCE_MAX = 2;

interface Job {
  readonly model: Model;
  readonly macro: string | null;
  readonly expected: Checked["verdict"];
}

/** `paths` narrows the run to models with one of these in their path. */
export async function checkModels(paths: readonly string[]): Promise<Tally> {
  const unlisted = repositoryFiles().filter(
    ({ path }) => path.endsWith(".pml") && !models.some(({ file }) => file === path),
  );
  for (const { path } of unlisted) say(`  FAILED  ${path}: models/models.ts does not list it`);
  const chosen = models.filter(
    ({ file }) => paths.length === 0 || paths.some((part) => file.includes(part)),
  );
  const shared = chosen.flatMap(jobsOf).values();
  const atOnce = Math.min(availableParallelism(), AT_ONCE_MAX);
  const tallies = await Promise.all(Array.from({ length: atOnce }, () => drain(shared)));
  return [{ passed: 0, failed: unlisted.length }, ...tallies].reduce(add, NOTHING);
}

function jobsOf(model: Model): readonly Job[] {
  return [
    ...model.passes.map((macro): Job => ({ model, macro, expected: "passed" })),
    { model, macro: null, expected: "passed" },
    ...model.fails.map((macro): Job => ({ model, macro, expected: "violated" })),
  ];
}

async function drain(jobs: Iterable<Job>): Promise<Tally> {
  let tally = NOTHING;
  for (const { model, macro, expected } of jobs) {
    const started = performance.now();
    const checked = await check(join(ROOT, model.file), macro, MEMORY_MB_MAX);
    const isRight = checked.verdict === expected;
    say(line({ model, macro, expected }, checked, seconds(performance.now() - started)));
    tally = add(tally, isRight ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
  }
  return tally;
}

function line({ model, macro, expected }: Job, checked: Checked, time: string): string {
  const { verdict, why, states } = checked;
  const rules = model.rules.map((rule) => `[${rule}]`).join(" ");
  const name = `${rules} ${model.file}: ${macro ?? model.shows}`;
  const figures = `${time.padStart(7)} ${String(states).padStart(9)} states`;
  if (verdict === expected) return `  ${verdict.padEnd(8)} ${figures}  ${name}`;
  return `  FAILED   ${figures}  ${name}: ${verdict}, not ${expected} ${why}`.trimEnd();
}
