/**
 * Runs a script of this repository under Node 24, whatever Node started it.
 *
 * `launch` installs what is missing, finds Node 24, runs the script with the
 * workspace's TypeScript sources visible, and lives exactly as long as it:
 *
 *     npm ──► launcher ──► node 24 (script)
 *
 * A signal to the launcher is passed on. The end of npm stops the script; the
 * end of the launcher ends the pipe whose number the script finds in
 * MUSTER_LIFELINE. Plain JavaScript, because it must run on Node 18.
 *
 * Rules N1, N3, N4, N5: docs/spec/node.md.
 */
import { spawn } from "node:child_process";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { watchAncestors } from "./ancestors.mjs";
import { findNode24 } from "./find-node.mjs";
import { installMissing } from "./install.mjs";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
/** As a shell says it: 128 and the number of SIGKILL. */
const KILLED = 137;
/** A script that was asked to stop and has not by then is killed. */
const STOP_MS_MAX = 9_000;

/**
 * @param {string} script path of a .ts file, absolute or from the repository's root
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, flags?: readonly string[] }} [options] flags go to node, before the script
 * @returns {Promise<number>} the exit code for this process
 */
export async function launch(script, args, { env = process.env, flags = [] } = {}) {
  const stop = listenForStop();
  try {
    if (!(await installMissing(ROOT, stop.signal))) return stop.asked() ? 0 : 1;
    const node = findNode24(ROOT);
    if (node === null) {
      complain(
        `Muster needs Node 24; this is ${process.version} on ${process.platform}-${process.arch}, ` +
          "where npm has no Node 24 for it: install Node 24 from https://nodejs.org",
      );
      return 1;
    }
    const command = ["-C", "@muster/source", ...flags, resolve(ROOT, script), ...args];
    return await run(node, command, { env, stop, name: basename(script) });
  } finally {
    stop.end();
  }
}

function run(node, command, { env, stop, name }) {
  const child = spawn(node, command, {
    stdio: ["inherit", "inherit", "inherit", "pipe"],
    env: { ...env, MUSTER_LIFELINE: "3" },
  });
  child.stdio[3].on("error", () => {});
  const cancel = passOn(stop, child);
  return new Promise((settle) => {
    child.once("error", (error) => {
      complain(`cannot run Node 24 at ${node}: ${error.message}`);
      settle(1);
    });
    child.once("exit", (code, signal) => {
      cancel();
      settle(exitCodeOf({ code, signal, stop, name }));
    });
  });
}

/** The script's own exit code, unless it was killed or npm ended before it. */
function exitCodeOf({ code, signal, stop, name }) {
  if (stop.orphaned()) return 1;
  if (code !== null) return code;
  // It was asked to stop before it could listen, and had begun nothing.
  if (SIGNALS.includes(signal)) return 0;
  if (stop.signal.aborted) return KILLED;
  complain(`${name} was ended by ${signal}; stopping`);
  return 1;
}

function passOn(stop, child) {
  let killer = null;
  const forward = (signal) => {
    child.kill(signal);
    killer ??= setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
  };
  stop.forward(forward);
  return () => clearTimeout(killer ?? undefined);
}

/** Signals to this process, and the end of npm above it, as one request to stop. */
function listenForStop() {
  const controller = new AbortController();
  let forward = null;
  let first = null;
  let orphaned = false;
  const ask = (signal) => {
    first ??= signal;
    controller.abort();
    forward?.(signal);
  };
  for (const signal of SIGNALS) process.on(signal, ask);
  const unwatch = watchAncestors((name) => {
    orphaned = true;
    complain(`${name} ended; stopping`);
    ask("SIGTERM");
  });
  // Whoever read our output may be gone too: a broken pipe must not keep us from stopping.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  return {
    signal: controller.signal,
    orphaned: () => orphaned,
    asked: () => first !== null && !orphaned,
    forward: (to) => {
      forward = to;
      if (first !== null) to(first);
    },
    end: () => {
      unwatch();
      for (const signal of SIGNALS) process.removeListener(signal, ask);
    },
  };
}

function complain(line) {
  process.stderr.write(`muster: ${line}\n`);
}
