/**
 * A real node for the browser tests: the process that a user starts, with its own database, in
 * a folder that goes with the tests. It can be stopped, and started again where it was.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));
const LOOK_MS = 20;
/** The first start builds the pages, on a machine that may be busy. */
const START_MS_MAX = 60_000;
/** What would make it talk to this test's runner, or listen elsewhere. */
const FOREIGN = /^(NODE_TEST_CONTEXT|npm_.*|MUSTER_LIFELINE|DATABASE_URL|PORT|HOST|MAP)$/;

export interface NodeProcess {
  /** Its data directory. */
  readonly folder: string;
  /** Its origin; the same after a restart. */
  readonly url: string;
  stop(): Promise<void>;
  /** As a machine that loses its power does to it. */
  kill(): Promise<void>;
  /** Starts it again on the same data and port. */
  start(): Promise<void>;
  /** Stops it, and takes its data away. */
  close(): Promise<void>;
}

export async function startNode(): Promise<NodeProcess> {
  const folder = mkdtempSync(join(tmpdir(), "muster-march-"));
  let running = await run(folder, "0");
  const { url } = running;
  return {
    folder,
    url,
    stop: () => running.stop(),
    kill: () => running.kill(),
    start: async () => {
      running = await run(folder, new URL(url).port);
    },
    close: async () => {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function run(data: string, port: string) {
  const program = ["-C", "@muster/source", "apps/node/src/main.ts"];
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !FOREIGN.test(key)));
  const child = spawn(process.execPath, [...program, "up", "--port", port, "--data", data], {
    cwd: ROOT,
    env,
  });
  const ended = once(child, "close");
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  const stop = (): Promise<void> => end("SIGTERM");
  let said = "";
  child.stdout.on("data", (text) => (said += String(text)));
  child.stderr.on("data", (text) => (said += String(text)));
  for (let waitedMs = 0; waitedMs < START_MS_MAX; waitedMs += LOOK_MS) {
    const url = /Muster is running: (http:\/\/[^/\s]+)/.exec(said)?.[1];
    if (url !== undefined) return { url, stop, kill: () => end("SIGKILL") };
    if (child.exitCode !== null) break;
    await sleep(LOOK_MS);
  }
  await stop();
  throw new Error(`the node did not start: ${said}`);
}
