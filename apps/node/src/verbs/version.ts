/**
 * `muster --version`.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Io } from "../io.ts";

export async function version(_args: readonly string[], io: Io): Promise<number> {
  io.print(await readVersion(io.root));
  return 0;
}

/** The version in the root package. */
export async function readVersion(root: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const found = manifest !== null && typeof manifest === "object" && "version" in manifest;
  return found ? String(manifest.version) : "unknown";
}
