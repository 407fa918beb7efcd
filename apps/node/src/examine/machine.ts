/**
 * What the doctor asks of the machine: whether the data directory can be used, whether its disk has
 * room, whether the port is free. Nothing is left behind.
 *
 * Rule N22: docs/spec/node.md.
 */
import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { NodeConfig } from "../config.ts";
import { unusable } from "../data-directory.ts";
import { Fault, systemCodeOf } from "../fault.ts";
import { listen, REQUEST_MS_MAX } from "../http-server.ts";
import { describeNode, type RunningNode } from "../running-node.ts";
import { type Finding, fine, warning, wrong } from "./finding.ts";

const MB = 1_048_576;
/** A new database has 40 MB, and 1 GB of log at most when it is busy. */
const FREE_MB_ENOUGH = 1_500;
const FREE_MB_MIN = 200;

export async function examineDirectory(path: string): Promise<Finding> {
  try {
    const at = await nearest(path);
    if (!(await stat(at)).isDirectory()) throw unusable(path, notDirectory());
    await access(at, constants.R_OK | constants.W_OK | constants.X_OK);
    return fine("data", at === path ? path : `${path} (not there yet)`);
  } catch (cause) {
    return wrong("data", (cause instanceof Fault ? cause : unusable(path, cause)).message);
  }
}

export async function examineDisk(path: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(await nearest(path));
  return judgeDisk(Math.floor((bavail * bsize) / MB));
}

export function judgeDisk(freeMb: number): Finding {
  const found = `${freeMb} MB free for the data`;
  if (freeMb >= FREE_MB_ENOUGH) return fine("disk", found);
  const advice = "make room, or choose another --data DIR";
  if (freeMb >= FREE_MB_MIN) return warning("disk", `${found}: ${advice}`);
  return wrong("disk", `${found}, too little for PostgreSQL: ${advice}`);
}

/** Takes the port for a moment, as a node would. */
export async function examinePort(
  config: Pick<NodeConfig, "host" | "port" | "proxies">,
  node: RunningNode | null,
): Promise<Finding> {
  if (node !== null) return fine("port", `in use by this directory's node, ${describeNode(node)}`);
  try {
    const http = await listen({ ...config, tls: null }, REQUEST_MS_MAX);
    http.close();
    return fine("port", `${config.port} of ${config.host} is free`);
  } catch (error) {
    if (error instanceof Fault) return wrong("port", error.message);
    throw error;
  }
}

/** What is there of a path: itself, or the folder in which it would be made. */
async function nearest(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (cause) {
    if (systemCodeOf(cause) !== "ENOENT" || dirname(path) === path) throw cause;
    return nearest(dirname(path));
  }
}

function notDirectory(): Error {
  return Object.assign(new Error("it is a file"), { code: "EEXIST" });
}
