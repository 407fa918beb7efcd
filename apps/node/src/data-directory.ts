/**
 * The directory in which one node keeps everything: `.muster/` beside
 * package.json, unless `--data` says otherwise.
 *
 *     node.lock, node.txt    which node runs here (running-node.ts)
 *     guardian.lock           who guards the server (embedded/guardian.ts)
 *     postgres/               the database, its password and its log
 *
 * Rule N11: docs/spec/node.md.
 */
import { constants } from "node:fs";
import { access, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Fault, systemCodeOf } from "./fault.ts";

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "this user may not use it",
  EPERM: "this user may not use it",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EEXIST: "it is a file",
  EISDIR: "it is a directory",
  ENOENT: "nothing can be made there",
  ENOTDIR: "a part of it is a file",
  ENAMETOOLONG: "the name is too long",
};

/** Makes the directory where it is missing. Throws `data_unusable` with the reason. */
export async function prepareDataDirectory(path: string): Promise<void> {
  try {
    await makeDirectory(path);
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw unusable(path, cause);
  }
}

/** With its parents. What mkdir does for itself never ends where a file system refuses by ENOENT. */
async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === "EEXIST" && (await dataDirectoryExists(path))) return;
    const parent = dirname(path);
    if (code !== "ENOENT" || parent === path || (await dataDirectoryExists(parent))) throw error;
    await makeDirectory(parent);
    await mkdir(path, { mode: 0o700 });
  }
}

/** Whether it is there; nothing is made. */
export async function dataDirectoryExists(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    if (systemCodeOf(cause) === "ENOENT") return false;
    throw unusable(path, cause);
  }
}

export function unusable(path: string, cause: unknown): Fault {
  return new Fault(
    "data_unusable",
    `cannot use the data directory ${path}: ${reasonOf(cause)}; choose another with --data DIR`,
    { cause },
  );
}

/** Why a file or directory cannot be used, in words. */
export function reasonOf(cause: unknown): string {
  return REASONS[systemCodeOf(cause)] ?? (cause instanceof Error ? cause.message : String(cause));
}
