/**
 * Checks one model in one variant: Spin writes a verifier in C, which is compiled and run in a
 * folder that lives as long. Only a search that has seen every state counts as a pass.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Outcome, runChild } from "./child.ts";

export interface Checked {
  /** `passed`: every state was seen, none is wrong. `violated`: an assertion does not hold. */
  readonly verdict: "passed" | "violated" | "undecided";
  /** What was violated, or why there is no verdict. */
  readonly why: string;
  readonly states: number;
}

const PREPARE_MS_MAX = 60_000;
const SEARCH_MS_MAX = 120_000;

/** `file` is an absolute path, `macro` what is defined for the variant, if anything. */
export async function check(
  file: string,
  macro: string | null,
  memoryMbMax: number,
): Promise<Checked> {
  const cwd = mkdtempSync(join(tmpdir(), "muster-model-"));
  try {
    const defined = macro === null ? [] : [`-D${macro}`];
    const written = await runChild("spin", ["-a", ...defined, file], {
      limitMs: PREPARE_MS_MAX,
      cwd,
    });
    if (written.code !== 0 || /error/i.test(written.output)) return undecided("spin", written);
    // In breadth: the way to a fault is the shortest, and there is no depth to reach.
    const args = ["-O1", "-DSAFETY", "-DBFS", `-DMEMLIM=${memoryMbMax}`];
    const options = { limitMs: PREPARE_MS_MAX, cwd };
    const compiled = await runChild("gcc", [...args, "-o", "pan", "pan.c"], options);
    if (compiled.code !== 0) return undecided("gcc", compiled);
    const limit = { limitMs: SEARCH_MS_MAX, cwd };
    return judged(await runChild(join(cwd, "pan"), [], limit));
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** What the verifier's end and its words come to. */
export function judged(run: Outcome): Checked {
  const states = Number(/(\d+) states, stored/.exec(run.output)?.[1] ?? 0);
  const violated = /pan:\d+: (assertion violated .*)/.exec(run.output)?.[1];
  if (violated !== undefined) return { verdict: "violated", why: violated.trim(), states };
  const isWhole =
    run.code === 0 &&
    /errors: 0\b/.test(run.output) &&
    !/search depth too small|out of memory|not completed|pan:\d+:/i.test(run.output);
  if (isWhole && states > 0) return { verdict: "passed", why: "", states };
  return { ...undecided("pan", run), states };
}

function undecided(tool: string, { output, timedOut, code }: Outcome): Checked {
  const said =
    output.split("\n").find((line) => /error|out of memory|too small|invalid end/i.test(line)) ??
    "";
  const end = timedOut ? "it ran too long" : `it ended with ${code}`;
  return { verdict: "undecided", why: `${tool}: ${said.trim() || end}`, states: 0 };
}
