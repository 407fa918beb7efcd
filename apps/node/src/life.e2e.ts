/**
 * Life and death of all processes of `npm start`, each really killed.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import {
  eventually,
  findRole,
  muster,
  npmStart,
  processesOf,
  type Role,
  type Started,
} from "./e2e/muster-process.ts";

const GONE_MS_MAX = 10_000;
const folder = mkdtempSync(join(tmpdir(), "muster-life-"));
const data = join(folder, "data");

async function running(): Promise<Started> {
  const npm = npmStart(["--port", "0", "--data", data]);
  await npm.saw(/Muster is running: http/);
  return npm;
}

/** How long it took until nothing of a start was left. */
async function untilNothingIsLeft(pids: ReadonlySet<number>, npm: number): Promise<number> {
  const since = performance.now();
  const left = () =>
    processesOf(data, npm).concat(processesOf(data).filter((one) => pids.has(one.pid)));
  await eventually(
    () => left().length === 0,
    () => JSON.stringify(left()),
  );
  return performance.now() - since;
}

before(async () => {
  const first = await running();
  process.kill(first.pid, "SIGTERM");
  await first.ended;
});

// A test that failed must not leave the next one a directory in use.
afterEach(() => {
  for (const one of processesOf(folder)) process.kill(one.pid, "SIGKILL");
});

after(() => rmSync(folder, { recursive: true, force: true }));

const DEATHS: readonly (readonly [Role, RegExp])[] = [
  ["npm", /npm ended; stopping/],
  ["launcher", /the launcher ended; stopping/],
  ["node", /main\.ts was ended by SIGKILL; stopping/],
  ["guardian", /the guardian of PostgreSQL ended/],
  ["postmaster", /PostgreSQL ended unexpectedly/],
  ["stopper", /the process that stops PostgreSQL ended/],
];

for (const [role, line] of DEATHS) {
  test(`[N4] [N6] [N13] after kill -9 of the ${role} nothing is left, and one line says why`, async () => {
    const npm = await running();
    const pids = new Set(processesOf(data, npm.pid).map((one) => one.pid));
    assert.ok(pids.size >= 8, `only ${pids.size} processes were found`);
    process.kill(findRole(role, data, npm.pid), "SIGKILL");
    const tookMs = await untilNothingIsLeft(pids, npm.pid);
    assert.ok(tookMs < GONE_MS_MAX, `${tookMs} ms`);
    await eventually(() => line.test(npm.output()), npm.output);
    const { code } = await npm.ended;
    assert.notEqual(code, 0);
    assert.doesNotMatch(npm.output(), /^\s+at /m, "a stack trace");
  });
}

const REQUESTS: readonly (readonly [Role | "group", NodeJS.Signals])[] = [
  ["npm", "SIGTERM"],
  ["launcher", "SIGTERM"],
  ["node", "SIGTERM"],
  ["group", "SIGINT"],
];

for (const [target, signal] of REQUESTS) {
  test(`[N5] ${signal} to the ${target} stops all, without complaint`, async () => {
    const npm = await running();
    const pids = new Set(processesOf(data, npm.pid).map((one) => one.pid));
    process.kill(target === "group" ? -npm.pid : findRole(target, data, npm.pid), signal);
    const { code, output } = await npm.ended;
    await untilNothingIsLeft(pids, npm.pid);
    assert.doesNotMatch(output, /too long|^\s+at /m);
    // npm itself reports a signal that it got; what we control ends with 0.
    if (target === "launcher" || target === "node") assert.equal(code, 0, output);
  });
}

test("[N5] a second signal while stopping changes nothing", async () => {
  const node = muster(["up", "--port", "0", "--data", data]);
  await node.saw(/Muster is running/);
  for (const signal of ["SIGINT", "SIGTERM", "SIGINT"] as const) process.kill(node.pid, signal);
  assert.equal((await node.ended).code, 0);
});

test("[N5] a signal while the first start is under way leaves nothing", async () => {
  const fresh = join(folder, "fresh");
  const node = muster(["up", "--port", "0", "--data", fresh]);
  await node.saw(/creating the database/);
  process.kill(node.pid, "SIGTERM");
  assert.equal((await node.ended).code, 0, node.output());
  await eventually(
    () => processesOf(fresh).length === 0,
    () => JSON.stringify(processesOf(fresh)),
  );
});
