/**
 * The wall clock of the server, to be set at will: Debian's libfaketime stands between it and the
 * system's clock. CLOCK_MONOTONIC stays as it is.
 */
import { existsSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { aptInstall } from "../runner/apt.ts";

const LIBRARIES = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib"].map(
  (folder) => join(folder, "faketime/libfaketime.so.1"),
);

export type Library = { readonly path: string } | { readonly missing: string };

/** Installs it where it is missing and apt lets us. */
export async function provideFaketime(say: (line: string) => void): Promise<Library> {
  const found = findLibrary();
  if (found !== undefined) return { path: found };
  if (process.platform !== "linux") return { missing: "libfaketime is for Linux" };
  const trouble = await aptInstall(["libfaketime"], "to set the server's clock", say);
  const installed = findLibrary();
  return installed === undefined ? { missing: trouble } : { path: installed };
}

/** What the server's programs need in their environment. */
export function fakeEnvironment(library: string, file: string): Record<string, string> {
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    // Each process sees the jump at its own time, up to a second late: worse than one clock.
    FAKETIME_CACHE_DURATION: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
    DONT_FAKE_MONOTONIC: "1",
  };
}

/** Sets the clock to so much before or after the true time. */
export async function setFakeClock(file: string, apartMs: number): Promise<void> {
  const seconds = Math.round(apartMs / 1_000);
  await writeFile(`${file}.new`, `${seconds < 0 ? "" : "+"}${seconds}\n`, { mode: 0o644 });
  await rename(`${file}.new`, file);
}

function findLibrary(): string | undefined {
  return LIBRARIES.find((path) => existsSync(path));
}
