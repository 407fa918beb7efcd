/**
 * Builds an application's web pages before they are served, when what they are
 * made from has changed since they were built.
 *
 *     apps/<name>/web ──vite build──► apps/<name>/dist (with the stamp of its inputs)
 *
 * vite runs in a process of its own, tied to this one, so that its memory is
 * given back and its end is sure.
 *
 * Rule N24: docs/spec/node.md.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { glob, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Fault } from "./fault.ts";
import { tryProcessLock } from "./process-lock.ts";

export interface Pages {
  readonly name: string;
  /** The folder with index.html and vite.config.ts; when it is not there, nothing is built. */
  readonly web: URL;
  /** The root of the repository. */
  readonly root: string;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

const STAMP = ".inputs";
const LOCK_RETRY_MS = 200;
const OUTPUT_CHARS_MAX = 10_000;

/** Returns whether it built. Throws `pages_failed`. */
export async function buildPages(pages: Pages): Promise<boolean> {
  const web = fileURLToPath(pages.web);
  if (!existsSync(web)) return false;
  const dist = join(dirname(web), "dist");
  const stamp = await stampOf(pages.root, pages.name);
  if (await isBuilt(dist, stamp)) return false;
  const lock = await waitForLock(
    join(pages.root, "node_modules", `.pages-${pages.name}.lock`),
    pages.signal,
  );
  try {
    if (await isBuilt(dist, stamp)) return false;
    pages.report(`building the pages of ${pages.name}`);
    await runVite(pages, web, dist);
    await writeFile(join(dist, STAMP), stamp);
    return true;
  } finally {
    lock.release();
  }
}

/** A hash of all that can change the pages: the application, the packages, the versions. */
export async function stampOf(root: string, name: string): Promise<string> {
  const patterns = [`apps/${name}/{web,src}/**/*`, "packages/*/src/**/*", "package-lock.json"];
  const paths: string[] = [];
  for await (const entry of glob(patterns, { cwd: root, withFileTypes: true })) {
    if (entry.isFile()) paths.push(join(entry.parentPath, entry.name));
  }
  const hash = createHash("sha256");
  for (const path of paths.sort()) hash.update(`${path}\0`).update(await readFile(path));
  return hash.digest("hex");
}

async function isBuilt(dist: string, stamp: string): Promise<boolean> {
  return (await readFile(join(dist, STAMP), "utf8").catch(() => "")) === stamp;
}

async function waitForLock(path: string, signal: AbortSignal): Promise<{ release(): void }> {
  for (;;) {
    signal.throwIfAborted();
    const lock = tryProcessLock(path);
    if (lock !== null) return lock;
    await sleep(LOCK_RETRY_MS, undefined, { signal });
  }
}

async function runVite({ name, root, signal }: Pages, web: string, dist: string): Promise<void> {
  const vite = join(
    dirname(createRequire(join(web, "index.html")).resolve("vite/package.json")),
    "bin",
    "vite.js",
  );
  const command = [process.execPath, "-C", "@muster/source", vite, "build", web];
  command.push("--outDir", dist, "--emptyOutDir", "--logLevel", "warn");
  const child = spawn(process.execPath, [join(root, "bin", "tether.mjs"), ...command], {
    cwd: web,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const cut = () => child.stdin.destroy();
  signal.addEventListener("abort", cut);
  let output = "";
  const keep = (chunk: unknown) => {
    output = (output + String(chunk)).slice(-OUTPUT_CHARS_MAX);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const code = await new Promise<number | null>((settle) => child.once("close", settle));
  signal.removeEventListener("abort", cut);
  signal.throwIfAborted();
  if (code !== 0)
    throw new Fault("pages_failed", `cannot build the pages of ${name}:\n${output.trim()}`);
}
