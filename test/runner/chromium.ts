/**
 * Debian's Chromium for the browser tests: found, or installed when apt lets
 * us. Playwright's own download is not used: it is another build, of 300 MB.
 */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { runChild } from "./child.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const INSTALL_MS_MAX = 10 * 60_000;
const PROGRESS_MS = 10_000;

/** The path of a Chromium, or undefined. `MUSTER_CHROMIUM` names one that is elsewhere. */
export function findChromium(): string | undefined {
  const named = process.env["MUSTER_CHROMIUM"];
  if (named !== undefined) return isExecutable(named) ? named : undefined;
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin"];
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable);
}

/** Finds or installs Chromium; `say` gets lines of progress. Returns a path, or why there is none. */
export async function provideChromium(
  say: (line: string) => void,
): Promise<{ readonly path: string } | { readonly missing: string }> {
  const found = findChromium();
  if (found !== undefined) return { path: found };
  const prefix = await rootPrefix();
  if (prefix === undefined) {
    return { missing: "no Chromium, and no rights to install it: apt-get install chromium" };
  }
  const trouble = await aptInstall(prefix, say);
  const installed = findChromium();
  return installed === undefined ? { missing: `Chromium: ${trouble}` } : { path: installed };
}

/** What to put before a command that needs root; undefined when nothing would help. */
async function rootPrefix(): Promise<readonly string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  const { code } = await runChild("sudo", ["-n", "true"], { limitMs: 10_000 });
  return code === 0 ? ["sudo", "-n"] : undefined;
}

async function aptInstall(prefix: readonly string[], say: (line: string) => void): Promise<string> {
  const started = performance.now();
  const elapsed = () => `${Math.round((performance.now() - started) / 1000)} s`;
  const steps = [
    ["apt-get", "update"],
    ["apt-get", "install", "-y", "--no-install-recommends", "chromium"],
  ];
  for (const step of steps) {
    const [command = "", ...args] = [...prefix, ...step];
    say(`installing Chromium for the browser tests: ${step.join(" ")}`);
    const progress = setInterval(() => say(`  still at it, ${elapsed()}`), PROGRESS_MS);
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    const { code, output } = await runChild(command, args, { limitMs: INSTALL_MS_MAX, env });
    clearInterval(progress);
    if (code !== 0) return `${step.join(" ")} failed: ${output.trim().split("\n").at(-1)}`;
  }
  return "apt-get brought no chromium";
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
