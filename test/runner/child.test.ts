import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { runChild } from "./child.ts";

const PARENT = `
  const { spawn } = require("node:child_process");
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  console.log(child.pid);
`;

test("[H21] what a child started ends with it at the time limit", async () => {
  const { output, timedOut } = await runChild(process.execPath, ["-e", PARENT], { limitMs: 500 });
  assert.equal(timedOut, true);
  await assertEnds(Number(output));
});

test("[H21] what a child left behind ends when the child does", async () => {
  const left = `${PARENT}; child.unref(); process.exit(0);`;
  const { output, code } = await runChild(process.execPath, ["-e", left], { limitMs: 5000 });
  assert.equal(code, 0);
  await assertEnds(Number(output));
});

test("[H21] a command that does not exist is an outcome, not a crash", async () => {
  const { code, output } = await runChild("no-such-command", [], { limitMs: 1000 });
  assert.equal(code, 127);
  assert.match(output, /ENOENT/);
});

test("[H20] a child gets no lifeline that is not its own", async () => {
  const print = ["-p", "process.env.MUSTER_LIFELINE"];
  const before = process.env["MUSTER_LIFELINE"];
  process.env["MUSTER_LIFELINE"] = "3";
  const { output } = await runChild(process.execPath, print, { limitMs: 5000 });
  if (before === undefined) delete process.env["MUSTER_LIFELINE"];
  else process.env["MUSTER_LIFELINE"] = before;
  assert.equal(output.trim(), "undefined");
});

async function assertEnds(pid: number): Promise<void> {
  assert.ok(pid > 0);
  for (let tries = 0; tries < 50; tries += 1) {
    if (!isAlive(pid)) return;
    await pause(50);
  }
  assert.fail(`${pid} is still there`);
}

/** A zombie has ended; whether anyone collects it is not ours to say. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
