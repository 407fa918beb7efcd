/**
 * A node of one's own for a simulation or a bench: a process with its own database in a
 * temporary directory, beside whatever else runs. It ends with this process, however that ends.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { SimulationFault, type StartedNode } from "@muster/march/simulate";
import type { Io } from "../io.ts";
import { memoryOf } from "./node-memory.ts";

const RUNNING = /^Muster is running: (https?:\/\/[^/\s]+)/;
/** On loopback, at any free port. */
const INSPECTED = ["--inspect=127.0.0.1:0", "--inspect-publish-uid=stderr"];
const INSPECTOR = /^Debugger listening on (ws:\S+)/;
/** What the inspector says beside that is no reason for an end. */
const OF_INSPECTOR = /^(Debugger |For help, see:)/;
/** Longer than a node takes to stop by itself. */
const STOP_MS_MAX = 9_000;
/** What would lead it to another database or address. */
const NOT_INHERITED =
  /^(DATABASE_URL|HOST|PORT|TLS_CERT|TLS_KEY|TRUSTED_PROXY|NODE_(CHANNEL_FD|UNIQUE_ID))$/;

/** Resolves when the node serves. Throws a `SimulationFault` when it does not come up. */
export async function startOwnNode(io: Io): Promise<StartedNode> {
  const folder = await mkdtemp(join(tmpdir(), "muster-own-"));
  const node = spawnNode(io, folder);
  const close = async (): Promise<void> => {
    await node.stop();
    // A node that was killed leaves its database to a guardian, which writes on for a moment.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  try {
    const url = await node.url;
    const memory = async () => memoryOf(await node.inspector);
    return { url, pid: node.pid, memory, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function spawnNode(io: Io, folder: string) {
  const main = join(io.root, "apps/node/src/main.ts");
  const up = [main, "up", "--port", "0", "--data", folder];
  const command = [...INSPECTED, "-C", "@muster/source", ...up];
  const inherited = Object.entries(io.env).filter(([name]) => !NOT_INHERITED.test(name));
  const child = spawn(process.execPath, command, {
    // The fourth is the lifeline: it breaks when this process is gone, and the node stops.
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    env: { ...Object.fromEntries(inherited), MUSTER_LIFELINE: "3" },
    // A terminal's Ctrl-C is for this process, which then stops the node.
    detached: process.platform !== "win32",
  });
  const exited = once(child, "exit");
  const said: string[] = [];
  const { promise: url, resolve, reject } = Promise.withResolvers<string>();
  eachLine(child.stdout, (line) => {
    const found = RUNNING.exec(line)?.[1];
    if (found !== undefined) resolve(found);
  });
  const inspector = listenForInspector(child.stderr, said);
  const fail = (why: string): void =>
    reject(new SimulationFault("failed", `the node did not start: ${said[0] ?? why}`));
  child.once("error", (error) => fail(error.message));
  child.once("exit", (code, signal) => fail(`it ended (${signal ?? code})`));
  const abort = (): void => void child.kill("SIGTERM");
  io.signal.addEventListener("abort", abort, { once: true });
  const stop = async (): Promise<void> => {
    io.signal.removeEventListener("abort", abort);
    if (child.pid === undefined) return;
    child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
    if (child.exitCode === null && child.signalCode === null) await exited;
    clearTimeout(killer);
  };
  return { pid: child.pid ?? 0, url, inspector, stop };
}

/** Resolves with its address; `said` keeps the last line of what else the node complains of. */
function listenForInspector(stderr: Readable | null, said: string[]): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  eachLine(stderr, (line) => {
    const found = INSPECTOR.exec(line)?.[1];
    if (found !== undefined) resolve(found);
    if (!OF_INSPECTOR.test(line)) said.splice(0, 1, line);
  });
  return promise;
}

function eachLine(from: Readable | null, hears: (line: string) => void): void {
  if (from !== null) createInterface({ input: from }).on("line", hears);
}
