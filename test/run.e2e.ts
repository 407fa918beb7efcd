import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { comesTrue } from "./comes-true.ts";
import { ROOT } from "./runner/files.ts";

const SOON = { msMax: 10_000 };

test("[H20] a wrong argument ends with code 2 and one line", async () => {
  const run = npmTest(["--only", "unti"]);
  assert.equal(await run.ended, 2);
  assert.match(run.output(), /^--only: no step "unti": there are format, [^\n]+\n$/);
});

test("[H20] --help tells what there is, and runs nothing", async () => {
  const run = npmTest(["--only", "unit", "--help"]);
  assert.equal(await run.ended, 0);
  assert.match(run.output(), /^usage: npm test -- [^]*every step, in this order: format, lint/);
  assert.doesNotMatch(run.output(), /passed/);
});

test("[H20] the last line is the sum, and the exit code agrees", async () => {
  const good = npmTest(["--only", "unit", "march/src/simulate/route.test.ts"]);
  assert.equal(await good.ended, 0, good.output());
  assert.match(good.output(), /\n\n[1-9]\d* passed, 0 failed\n$/);
  // A file that no mutant is of, nor caught by.
  const bad = npmTest(["--only", "mutants", "test/run.mjs"]);
  assert.equal(await bad.ended, 1);
  assert.match(bad.output(), /nothing to run[\s\S]*\n\n\d+ passed, [1-9]\d* failed\n$/);
});

test("[H21] TERM ends the run and every process that it started", async () => {
  const run = npmTest(["--only", "tidy"]);
  await comesTrue(() => marked(run.mark).length >= 3, SOON);
  run.child.kill("SIGTERM");
  assert.equal(await run.ended, 143);
  await comesTrue(() => marked(run.mark).length === 0, SOON);
});

function npmTest(args: readonly string[]) {
  const mark = `MUSTER_TEST_RUN=${process.pid}-${performance.now()}`;
  const [name = "", value = ""] = mark.split("=");
  const child = spawn(process.execPath, ["test/run.mjs", ...args], {
    cwd: ROOT,
    env: { ...process.env, [name]: value },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes: Buffer) => {
      output += bytes.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, mark, ended, output: () => output };
}

/** The processes that carry this in their environment. */
function marked(mark: string): readonly string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, "utf8").includes(mark);
    } catch {
      return false;
    }
  });
}
