/**
 * The running server: PostgreSQL's postmaster, a child of the guardian.
 *
 * It listens on one port of 127.0.0.1, with a password, and nowhere else. It is
 * ready when it says so in postmaster.pid. Whoever takes the chosen port before
 * it costs another attempt.
 *
 * Rules N13, N16: docs/spec/node.md.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Fault } from "../fault.ts";
import type { BoundedLog } from "./bounded-log.ts";
import { DATA, dataPath, ENVIRONMENT } from "./cluster.ts";

const PORT_TRIES_MAX = 3;
const LOOK_EVERY_MS = 20;
/** Recovery after a crash takes as long as the log since the last checkpoint is. */
const START_MS_MAX = 120_000;

export interface Postmaster {
  readonly port: number;
  /** Settles when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
}

export async function startPostmaster(binaries: string, log: BoundedLog): Promise<Postmaster> {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    const child = spawnPostgres(binaries, port, log);
    const ended = new Promise<void>((settle) => {
      child.once("exit", () => settle());
      child.once("error", () => settle());
    });
    if (await becameReady(child, ended)) return { port, ended };
    if (!log.tail.includes("could not bind") || tries === PORT_TRIES_MAX) throw failed(log);
  }
}

function spawnPostgres(binaries: string, port: number, log: BoundedLog): ChildProcess {
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    cluster_name: "muster",
    log_line_prefix: "%m [%p] ",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(join(binaries, "bin", "postgres"), ["-D", dataPath(DATA), ...flags], {
    cwd: DATA,
    env: ENVIRONMENT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.once("error", (error) => log.write(`${error.message}\n`));
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => log.write(String(chunk)));
  }
  return child;
}

async function becameReady(child: ChildProcess, ended: Promise<void>): Promise<boolean> {
  const isOver = () =>
    child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  for (let waitedMs = 0; waitedMs < START_MS_MAX; waitedMs += LOOK_EVERY_MS) {
    if (isOver()) return false;
    if (await saysReady(child.pid)) return true;
    await Promise.race([sleep(LOOK_EVERY_MS), ended]);
  }
  return false;
}

/** Line 1 of postmaster.pid is the process, line 8 its state (PostgreSQL, pidfile.h). */
async function saysReady(pid: number | undefined): Promise<boolean> {
  const text = await readFile(join(DATA, "postmaster.pid"), "utf8").catch(() => "");
  const lines = text.split("\n");
  return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
}

function failed(log: BoundedLog): Fault {
  const lines = log.tail.trim().split("\n");
  const said = lines.findLast((line) => /FATAL|PANIC|error/.test(line)) ?? lines.at(-1);
  return new Fault("embedded_failed", `PostgreSQL did not start: ${said ?? "it said nothing"}`);
}

function freePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = address !== null && typeof address === "object" ? address.port : 0;
      probe.close(() => settle(port));
    });
  });
}
