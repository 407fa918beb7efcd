/**
 * Where Node 24 is: the running one, or the one that npm installed beside the
 * other packages (optional dependencies, one for each platform that has one).
 *
 * Rule N1: docs/spec/node.md.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";

const NODE_MAJOR = 24;

/** @returns {string | null} the path of a Node 24, or null */
export function findNode24(root) {
  if (Number(process.versions.node.split(".")[0]) === NODE_MAJOR) return process.execPath;
  const platform = process.platform === "win32" ? "win" : process.platform;
  const executable = process.platform === "win32" ? "node.exe" : "node";
  const path = join(root, "node_modules", `node-${platform}-${process.arch}`, "bin", executable);
  return existsSync(path) ? path : null;
}
