/** A real Chromium with a profile of its own on the disk, which can be killed, and searched. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type BrowserContext, chromium, type Page } from "playwright-core";

export class Profile {
  readonly folder = mkdtempSync(join(tmpdir(), "muster-profile-"));
  #context: BrowserContext | null = null;

  /** Starts the browser unless it runs, and opens a tab. */
  async tab(url: string): Promise<Page> {
    this.#context ??= await chromium.launchPersistentContext(this.folder, {
      executablePath: process.env["MUSTER_CHROMIUM"] ?? "/usr/bin/chromium",
      args: ["--no-sandbox"],
    });
    const page = await this.#context.newPage();
    await page.goto(url);
    return page;
  }

  /** Ends every process of the browser as a loss of the phone would: without a word. */
  async kill(): Promise<void> {
    const context = this.#context;
    this.#context = null;
    const closed = new Promise((resolve) => context?.once("close", resolve));
    for (const pid of this.#processes()) process.kill(pid, "SIGKILL");
    await closed;
    while (this.#processes().length > 0) await sleep(20);
  }

  async close(): Promise<void> {
    await this.#context?.close();
    this.#context = null;
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  /** The names of those of which the bytes are in some file, and in which. */
  search(wanted: Readonly<Record<string, Buffer>>): Readonly<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const path of filesIn(this.folder)) {
      const bytes = read(path);
      for (const [name, part] of Object.entries(wanted)) {
        if (bytes.includes(part)) found[name] = relative(this.folder, path);
      }
    }
    return found;
  }

  #processes(): readonly number[] {
    const lines = execFileSync("ps", ["-eo", "pid=,stat=,args="], { encoding: "utf8" }).split("\n");
    return lines
      .filter((line) => line.includes(`--user-data-dir=${this.folder}`) && !/^\s*\d+ Z/.test(line))
      .map((line) => Number.parseInt(line, 10));
  }
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A file may go while it is looked for. */
function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
