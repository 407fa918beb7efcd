/**
 * Real Muster processes for tests: started as a user starts them, found by
 * walking /proc, and really killed.
 *
 * What belongs to a start is what descends from it, and every process whose
 * arguments or current folder name its data directory. Zombies have ended.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly folder: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
  readonly output: () => string;
  /** Waits until the output has the pattern. */
  readonly saw: (pattern: RegExp) => Promise<RegExpExecArray>;
}

const WAIT_MS_MAX = 20_000;
const LOOK_EVERY_MS = 50;
/** Node's own test variables would make a started Muster report to the runner. */
const ENVIRONMENT = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^(NODE_TEST_CONTEXT|npm_.*|MUSTER_LIFELINE|DATABASE_URL|PORT|HOST|MAP|TLS_CERT|TLS_KEY|TRUSTED_PROXY)$/.test(
        name,
      ),
  ),
);

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
}

export function start(command: readonly string[], { env = {}, uid }: StartOptions = {}): Started {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...ENVIRONMENT, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // Its own process group, as a terminal gives one: Ctrl-C goes to all of it.
    detached: true,
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const ended = new Promise<{ code: number | null; output: string }>((settle) => {
    child.once("exit", (code) => setTimeout(() => settle({ code, output }), LOOK_EVERY_MS));
  });
  const saw = async (pattern: RegExp) => {
    const found = await eventually(
      () => pattern.exec(output),
      () => `${pattern} in: ${output}`,
    );
    return found;
  };
  return { child, pid: child.pid ?? 0, ended, output: () => output, saw };
}

export const npmStart = (args: readonly string[]): Started =>
  start(["npm", "start", "--", ...args]);

export const muster = (args: readonly string[], options?: StartOptions): Started =>
  start([process.execPath, "-C", "@muster/source", "apps/node/src/main.ts", ...args], options);

/** Polls until `look` gives something; fails with what `missing` says after 20 s. */
export async function eventually<T>(
  look: () => T | null | undefined | false,
  missing: () => string,
): Promise<T> {
  for (let waitedMs = 0; waitedMs < WAIT_MS_MAX; waitedMs += LOOK_EVERY_MS) {
    const found = look();
    if (found !== null && found !== undefined && found !== false) return found;
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error(`did not come in ${WAIT_MS_MAX} ms: ${missing()}`);
}

/** Every living process of a data directory, and `root` with what descends from it. */
export function processesOf(dataDirectory: string, root: number | null = null): Process[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(readProcess);
  const living = all.filter((found) => found !== null);
  const family = new Set(root === null ? [] : [root]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const one of living) if (family.has(one.parent)) family.add(one.pid);
  }
  return living.filter(
    (one) =>
      one.pid !== process.pid &&
      (family.has(one.pid) ||
        one.command.includes(dataDirectory) ||
        one.folder.startsWith(dataDirectory)),
  );
}

export type Role = "npm" | "launcher" | "node" | "guardian" | "postmaster" | "stopper";

/** The process that plays a role in a start by npm. */
export function findRole(role: Role, dataDirectory: string, npm: number): number {
  const processes = processesOf(dataDirectory, npm);
  const inHome = (one: Process) => one.folder === `${dataDirectory}/postgres`;
  const named = (part: string) => processes.find((one) => one.command.includes(part))?.pid;
  const pids: Record<Role, () => number | undefined> = {
    npm: () => npm,
    launcher: () => processes.find((one) => one.command.startsWith("node bin/muster.mjs"))?.pid,
    node: () => named("src/main.ts"),
    guardian: () => named("embedded/guardian.ts"),
    postmaster: () =>
      Number(readFileSync(`${dataDirectory}/postgres/data/postmaster.pid`, "utf8").split("\n")[0]),
    stopper: () => processes.find((one) => inHome(one) && one.command.startsWith("/bin/sh"))?.pid,
  };
  const pid = pids[role]();
  if (pid === undefined) throw new Error(`no ${role} among ${JSON.stringify(processes)}`);
  return pid;
}

function readProcess(name: string): Process | null {
  try {
    const status = readFileSync(`/proc/${name}/stat`, "utf8");
    const [state, parent] = status.slice(status.lastIndexOf(")") + 2).split(" ");
    if (state === "Z" || state === "X") return null;
    const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
    return { pid: Number(name), parent: Number(parent), command, folder: folderOf(name) };
  } catch {
    return null;
  }
}

function folderOf(name: string): string {
  try {
    return readlinkSync(`/proc/${name}/cwd`);
  } catch {
    return "";
  }
}
