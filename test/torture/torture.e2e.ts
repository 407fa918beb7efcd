import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { comesTrue } from "../comes-true.ts";
import { ROOT } from "../runner/files.ts";
import { OWNED_MIN, type Verdict } from "./verdict.ts";

const SEED = 1;
const SECONDS = 20;
const SOON = { msMax: 30_000 };

let told: Promise<Verdict> | null = null;

/** One torture for all tests: each looks at what it is named for. */
function verdict(): Promise<Verdict> {
  told ??= (async () => {
    const run = torture("--seconds", String(SECONDS), "--seed", String(SEED), "--json");
    const code = await run.ended;
    assert.notEqual(run.output(), "", run.said());
    const found = JSON.parse(run.output()) as Verdict;
    assert.equal(code, found.complaints.length === 0 ? 0 : 1);
    return found;
  })();
  return told;
}

test("[P5] [P6] [P8] [P13] nobody acts while another may: processes killed, stopped, cut off", async () => {
  const { overlaps, keyIntervals, viewIntervals } = await verdict();
  assert.deepEqual(overlaps, []);
  assert.ok(keyIntervals >= 64, `${keyIntervals} intervals of keys`);
  assert.ok(viewIntervals >= 8, `${viewIntervals} intervals of views`);
});

test("[P9] [P16] nothing commits under a fence after the next owner's first write", async () => {
  const { regressions, entries } = await verdict();
  assert.deepEqual(regressions, []);
  assert.ok(entries > 500, `${entries} writes`);
});

test("[P10] [P15] what was acknowledged is there after restarts, and nothing is there twice", async () => {
  const { lost, doubles, writes } = await verdict();
  assert.deepEqual([...lost, ...doubles], []);
  assert.ok((writes["acknowledged"] ?? 0) > 500);
});

test("[P8] keys are owned most of the time, and all of them after the last fault", async () => {
  const { owned, restMs, complaints, faults, floors, recovery } = await verdict();
  assert.deepEqual(complaints, []);
  assert.ok(owned.lease >= OWNED_MIN && owned.fast >= OWNED_MIN);
  assert.notEqual(restMs, null);
  assert.ok(recovery.lease.keys > 0 && recovery.fast.keys > 0);
  for (const [kind, floor] of Object.entries(floors)) {
    assert.ok(faults[kind as keyof typeof faults] >= floor, kind);
  }
});

test("[H21] Ctrl-C ends a torture and every process that it started", async () => {
  const run = torture("--seconds", String(SECONDS), "--seed", String(SEED));
  await comesTrue(() => run.said().includes("faults for"), SOON);
  assert.ok(marked(run.mark).length > 8);
  run.child.kill("SIGINT");
  assert.equal(await run.ended, 130, run.said());
  await comesTrue(() => marked(run.mark).length === 0, SOON);
});

test("a torture that is asked for wrongly ends with code 2 and one line", async () => {
  const run = torture("--seconds", "1");
  assert.equal(await run.ended, 2);
  assert.equal(run.said(), '--seconds: "1" is no whole number from 20 to 86400\n');
});

function torture(...args: readonly string[]) {
  const [name, value] = ["MUSTER_TORTURE", `${process.pid}-${performance.now()}`];
  const child = spawn(process.execPath, ["test/torture.mjs", "partition", ...args], {
    cwd: ROOT,
    env: { ...process.env, [name]: value },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [output, said] = ["", ""];
  child.stdout.on("data", (bytes) => (output += String(bytes)));
  child.stderr.on("data", (bytes) => (said += String(bytes)));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, mark: `${name}=${value}`, ended, output: () => output, said: () => said };
}

/** The processes that carry this in their environment: the server's guard ends after the server. */
function marked(mark: string): readonly string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, "utf8").includes(mark);
    } catch {
      return false;
    }
  });
}
