/**
 * Debian's Chromium for the browser tests: found, or installed when apt lets
 * us. Playwright's own download is not used: it is another build, of 300 MB.
 */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { aptInstall } from "./apt.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

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
  const trouble = await aptInstall(["chromium"], "for the browser tests", say);
  const installed = findChromium();
  return installed === undefined ? { missing: `no Chromium: ${trouble}` } : { path: installed };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
