/**
 * Which node runs in a data directory: at most one. The lock decides; the file
 * beside it only tells who holds it and where it listens.
 *
 * Rules N10, N11: docs/spec/node.md.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { reasonOf } from "./data-directory.ts";
import { Fault } from "./fault.ts";
import { type ProcessLock, tryProcessLock } from "./process-lock.ts";

export interface RunningNode {
  readonly pid: number;
  /** Null while it starts. */
  readonly address: string | null;
  /** Where it tells its health on this machine, without TLS. */
  readonly plainAddress: string | null;
}

export interface NodeClaim {
  announce(node: Readonly<Record<"address" | "plainAddress", string>>): void;
  release(): void;
}

const LOCK = "node.lock";
const RECORD = "node.txt";
const RETRY_MS = 100;

/**
 * Makes this process the node of the directory. Throws `already_running` after
 * `patienceMs`: a node that was told to stop a moment ago is still stopping.
 */
export async function claimNode(dataDirectory: string, patienceMs: number): Promise<NodeClaim> {
  const lock = await waitForLock(join(dataDirectory, LOCK), patienceMs);
  if (lock === null) throw alreadyRunning(dataDirectory);
  const record = (...lines: readonly string[]) => writeRecord(dataDirectory, lines);
  const announce: NodeClaim["announce"] = (node) => record(node.address, node.plainAddress);
  try {
    record();
  } catch (error) {
    lock.release();
    throw error;
  }
  return { announce, release: () => lock.release() };
}

function writeRecord(dataDirectory: string, lines: readonly string[]): void {
  const path = join(dataDirectory, RECORD);
  try {
    writeFileSync(path, `${[process.pid, ...lines].join("\n")}\n`);
  } catch (cause) {
    const message = `cannot write ${path}: ${reasonOf(cause)}; delete it, or choose another --data DIR`;
    throw new Fault("data_unusable", message, { cause });
  }
}

async function waitForLock(path: string, patienceMs: number): Promise<ProcessLock | null> {
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    const lock = tryProcessLock(path);
    if (lock !== null || waitedMs >= patienceMs) return lock;
    await sleep(RETRY_MS);
  }
}

/** The node that runs in the directory; null when none does. */
export function findRunningNode(dataDirectory: string): RunningNode | null {
  const lock = tryProcessLock(join(dataDirectory, LOCK));
  if (lock === null) return readRecord(dataDirectory);
  lock.release();
  return null;
}

/** "pid 123, http://…", or what is known of it. */
export function describeNode(node: RunningNode): string {
  return `pid ${node.pid}, ${node.address ?? "still starting"}`;
}

function alreadyRunning(dataDirectory: string): Fault {
  const node = describeNode(readRecord(dataDirectory));
  return new Fault(
    "already_running",
    `a node already runs in ${dataDirectory} (${node}): stop it, or choose another directory with --data DIR`,
  );
}

function readRecord(dataDirectory: string): RunningNode {
  try {
    const lines = readFileSync(join(dataDirectory, RECORD), "utf8").split("\n");
    const [pid = "", address = "", plainAddress = address] = lines.filter((line) => line !== "");
    return {
      pid: Number(pid),
      address: address === "" ? null : address,
      plainAddress: plainAddress === "" ? null : plainAddress,
    };
  } catch {
    return { pid: 0, address: null, plainAddress: null };
  }
}
