/**
 * The simulation and the bench as a person runs them: real processes, a real node, real faults.
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Summary } from "./summary.ts";

const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "muster-simulate-"));
const scratch = join(folder, "temporary");
/** Longer than any test waits. */
const LONG = ["--people", "10", "--ticks", "200"];
const ENDED_MS_MAX = 10_000;

const GPX = `<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">
  <trk><name>north</name><trkseg><trkpt lat="40.70" lon="-74.01"/><trkpt lat="40.71" lon="-74.01"/></trkseg></trk>
  <trk><name>south</name><trkseg><trkpt lat="40.70" lon="-74.02"/><trkpt lat="40.69" lon="-74.02"/></trkseg></trk>
</gpx>`;

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<{
    readonly code: number | null;
    readonly out: string;
    readonly err: string;
  }>;
  saw(pattern: RegExp): Promise<string>;
}

function muster(...args: readonly string[]): Run {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const command = ["-C", "@muster/source", "apps/node/src/main.ts", ...args];
  const child = spawn(process.execPath, command, { cwd: ROOT, env: { ...env, TMPDIR: scratch } });
  let out = "";
  let err = "";
  child.stdout.on("data", (text) => (out += String(text)));
  child.stderr.on("data", (text) => (err += String(text)));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, out, err }));
  const saw = async (pattern: RegExp): Promise<string> => {
    for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 20) {
      const found = pattern.exec(out + err);
      if (found !== null) return found[1] ?? found[0];
      await sleep(20);
    }
    throw new Error(`${pattern} did not come: ${out}${err}`);
  };
  return { child, ended, saw };
}

let node: Run;
let url: string;

before(async () => {
  writeFileSync(join(folder, "line.gpx"), GPX);
  mkdirSync(scratch);
  node = muster("up", "--port", "0", "--data", join(folder, "data"));
  url = await node.saw(/Muster is running: (http:\/\/[^/\s]+)/);
});

after(async () => {
  node.child.kill("SIGTERM");
  await node.ended;
  rmSync(folder, { recursive: true, force: true });
});

const simulate = (...args: readonly string[]): Run =>
  muster("simulate", "march", "--speed", "10", "--ticks", "3", ...args);

interface Judged {
  readonly code: number | null;
  readonly summary: Summary;
}

/** On the node that runs already. */
async function summaryOf(...args: readonly string[]): Promise<Judged> {
  const { code, out, err } = await simulate("--url", url, "--json", "--seed", "5", ...args).ended;
  assert.match(out, /^\{.*\}\n$/, err);
  return { code, summary: JSON.parse(out) as Summary };
}

/**
 * A run that must be good. When it was late and nothing else was wrong, the machine may have been
 * busy with other things: then ten times the time must do, which a defect does not care about.
 */
async function goodOf(...args: readonly string[]): Promise<Summary> {
  const first = await summaryOf(...args);
  const { code, summary } = isLate(first.summary)
    ? await summaryOf(...args, "--speed", "1")
    : first;
  assert.equal(code, 0, [...summary.reasons, ...summary.errorTexts].join("; "));
  return summary;
}

/** Moves or an erase came too late, or a post still waited when the next came; all else was right. */
function isLate({ errorTexts, reasons }: Summary): boolean {
  const waited = errorTexts.every((text) =>
    /refused, superseded|from tick \d+, before the erase$/.test(text),
  );
  return waited && reasons.length > 0 && !reasons.some((each) => /^erased|verified/.test(each));
}

test("[S6] 40 people on a node of its own: all is seen, the erases count 40 and 0, nothing is left", async () => {
  // Slow enough for a busy machine: it is the only good run that starts its node.
  const own = ["--people", "40", "--json"];
  const first = await simulate(...own, "--speed", "2").ended;
  const wasLate = isLate(JSON.parse(first.out) as Summary);
  const { code, out, err } = wasLate ? await simulate(...own, "--speed", "1").ended : first;
  assert.equal(code, 0, err);
  const summary = JSON.parse(out) as Summary;
  const { people, viewers, nodes, ticks, deliveries, expected, missedMoves, errors } = summary;
  assert.deepEqual(
    { people, viewers, nodes, ticks },
    { people: 40, viewers: 3, nodes: 1, ticks: 3 },
  );
  assert.deepEqual(
    { deliveries, expected, missedMoves, errors },
    { deliveries: 360, expected: 360, missedMoves: 0, errors: 0 },
  );
  assert.deepEqual(summary.erased, [40, 0]);
  assert.match(
    err,
    /^starting a node and its database\n40 people join\n3 viewers start[^\n]+\ntick 1/,
  );
  assert.equal(err.match(/tick \d\/3/g)?.length, 3);
  assert.deepEqual(nodesLeft(), []);
  assert.deepEqual(processesWith(scratch), []);
});

test("[S4] [S5] [S9] every face shows every pin in time, and old posts that come again move none", async () => {
  const summary = await goodOf("--people", "30", "--viewers", "4", "--ticks", "4");
  assert.equal(summary.expected, 480);
  assert.equal(summary.lateRepeats, 12);
  assert.deepEqual(Object.keys(summary.latencyMsOf).toSorted(), [
    "viewer 1 (websocket)",
    "viewer 2 (sse)",
    "viewer 3 (poll)",
    "viewer 4 (websocket)",
  ]);
  const { heard, verified, bad } = summary.verifiedSample;
  assert.ok(
    heard > 100 && verified >= 2 && verified < heard,
    JSON.stringify(summary.verifiedSample),
  );
  assert.equal(bad, 0);
});

test("[S3] [S8] posts that are dropped make it fail", async () => {
  const { code, summary } = await summaryOf("--people", "20", "--sabotage", "drop");
  assert.equal(code, 1);
  assert.ok(summary.missedMoves > 0 && summary.deliveries < summary.expected);
  assert.match(summary.reasons.join(), /moves were missed, the first: person 0, tick 0, viewer/);
});

test("[S3] [S8] a connection that stalls for longer than a tick makes it fail", async () => {
  const stall = ["--people", "20", "--sabotage", "stall"];
  const first = await summaryOf(...stall);
  // A machine that is busy with other things holds others up as well: see `goodOf`.
  const isAlone = first.summary.missed.every((text) => text.startsWith("person 0, "));
  const { code, summary } = isAlone ? first : await summaryOf(...stall, "--speed", "1");
  assert.equal(code, 1);
  const stalled = summary.missed.filter((text) => text.startsWith("person 0, tick 1, "));
  assert.equal(stalled.length, 3, summary.missed.join());
});

test("[S4] [S8] people who post each other's places make it fail", async () => {
  const { code, summary } = await summaryOf("--people", "20", "--sabotage", "swap");
  assert.equal(code, 1);
  assert.match(summary.errorTexts.join(), /person 0 is shown at the place of person 1/);
});

test("[S7] an erase that races live posts: everyone agrees, and later ticks count", async () => {
  // Whoever is shown is compared in mid-tick: at this pace also on a busy machine.
  const summary = await goodOf("--people", "40", "--race", "--ticks", "4", "--speed", "2");
  assert.equal(summary.expected, 40 * 3 * 3);
  assert.ok((summary.race?.shown ?? 0) < 40);
  assert.deepEqual(summary.erased, [40, 0]);
});

test("[S7] people whose posts have expired are refused, never shown, and not counted", async () => {
  const summary = await goodOf("--people", "10", "--expired", "5");
  assert.deepEqual(summary.refused, { expired: 5 });
  assert.deepEqual(summary.erased, [10, 0]);
});

test("[S13] [S14] [S15] a throng hears each move of its parts; what the node used and keeps is told", async () => {
  const summary = await goodOf("--people", "180", "--ticks", "3", "--speed", "5");
  assert.equal(summary.people, 180);
  // The first 150 and the others sit in parts of 60, one for each of three contingents.
  const { people, heard, expected } = summary.throng ?? {};
  assert.deepEqual({ people, heard, expected }, { people: 30, heard: 5_310, expected: 5_310 });
  assert.equal(summary.expected, 180 * 3 * 3 + 5_310);
  assert.deepEqual(summary.erased, [180, 0]);
});

test("[S2] a random number of people follows the tracks of a GPX file", async () => {
  const file = join(folder, "line.gpx");
  const summary = await goodOf("--people", "random", "--seed", "8", "--route", file);
  assert.equal(summary.people, 47);
  assert.deepEqual(summary.erased, [summary.people, 0]);
});

test("[S10] a command written wrongly: one line, exit code 2, nothing started", async () => {
  for (const flags of [["--people", "0"], ["--route", "nowhere.gpx"], ["--faster"]]) {
    const { code, out, err } = await simulate(...flags).ended;
    assert.equal(code, 2);
    assert.equal(out, "");
    assert.match(err, /^muster: [^\n]+\n$/);
  }
  assert.deepEqual(nodesLeft(), []);
});

test("[S10] asked to stop, it ends all that it started within seconds, and not with 0", async () => {
  const run = simulate(...LONG);
  await run.saw(/tick 1\//);
  const left = processesWith(scratch);
  assert.ok(left.length > 1, "the node and its database were not found");
  await endsSoon(run, () => run.child.kill("SIGTERM"));
});

test("[S10] when a viewer dies, it says so, ends everything and fails", async () => {
  const run = simulate(...LONG, "--url", url);
  await run.saw(/tick 1\//);
  const viewer = processesWith("simulate/viewer.ts", run.child.pid).at(0);
  assert.ok(viewer !== undefined);
  const err = await endsSoon(run, () => process.kill(viewer, "SIGKILL"));
  assert.match(err, /viewer \d \(\w+\) ended too early \(SIGKILL\)/);
});

test("[S10] when the node dies, it fails and ends everything", async () => {
  const run = simulate(...LONG);
  await run.saw(/tick 1\//);
  const up = processesWith("main.ts up", run.child.pid).at(0);
  assert.ok(up !== undefined);
  await endsSoon(run, () => process.kill(up, "SIGKILL"));
});

test("[S11] [S12] the bench prints one JSON document with its figures", async () => {
  const { code, out, err } = await muster("bench", "march", "--quick", "--json").ended;
  assert.equal(code, 0, err);
  const { sizes, caveat } = JSON.parse(out) as { sizes: Record<string, number>[]; caveat: string };
  assert.match(caveat, /other hardware/);
  const [size] = sizes;
  assert.deepEqual([size?.["people"], size?.["requests"], size?.["failed"]], [50, 150, 0]);
  assert.ok((size?.["locations"] ?? 0) > 30, "answers do not hold the full table");
  if (process.platform === "linux") assert.ok((size?.["nodeCpuSeconds"] ?? 0) > 0);
});

/** The folders of nodes that a run has started, and not removed. */
function nodesLeft(): readonly string[] {
  return readdirSync(scratch).filter((name) => name.startsWith("muster-own-"));
}

/** Returns what it said; everything of it must be gone in time. */
async function endsSoon(run: Run, end: () => void): Promise<string> {
  const since = performance.now();
  end();
  const { code, out, err } = await run.ended;
  assert.ok(code !== 0, `exit code ${code}`);
  assert.equal(out, "");
  while (processesWith(scratch).length > 0 && performance.now() - since < ENDED_MS_MAX)
    await sleep(50);
  assert.deepEqual(processesWith(scratch), []);
  assert.deepEqual(processesWith("simulate/viewer.ts", run.child.pid), []);
  assert.doesNotMatch(err, /^\s+at /m, "a stack trace");
  return err;
}

/** The processes whose arguments hold a text, of one parent if it is given. */
function processesWith(text: string, parent?: number): readonly number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    const { command, parentOf } = processOf(pid);
    return command.includes(text) && (parent === undefined || parentOf === parent);
  });
}

function processOf(pid: number): { readonly command: string; readonly parentOf: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, parent = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return { command, parentOf: Number(parent) };
  } catch {
    return { command: "", parentOf: 0 };
  }
}
