/**
 * The database on disk: made once, by initdb, under another name, so that a
 * first start that was cut short leaves nothing that looks like a database.
 *
 *     data.new ──initdb──► data.new ──rename──► data
 *
 * All paths are relative to the current folder, the home of the database, and
 * the programs reach the data as /proc/self/cwd: the folders above may be closed
 * to the database's user.
 *
 * Rules N14, N16: docs/spec/node.md.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "../fault.ts";

export const SUPERUSER = "muster";
export const DATA = "data";
const DRAFT = "data.new";
export const PASSWORD = "password";
const PASSWORD_BYTES = 24;
const POSTGRES_MAJOR = "18";

/** What PostgreSQL's programs see of the environment: no PG… setting of somebody's shell. */
export const ENVIRONMENT = { PATH: process.env["PATH"] ?? "/usr/bin:/bin", LANG: "C", TZ: "UTC" };

/** The data directory as a program sees it that runs in it. */
export function dataPath(folder: string): string {
  return process.platform === "linux" ? "/proc/self/cwd" : join(process.cwd(), folder);
}

/** With the password: not for logs. */
export function urlOf(password: string, port: number): string {
  return `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
}

/** Also one that is damaged: its password must not be written over. */
export function clusterExists(): boolean {
  return existsSync(DATA);
}

/** Makes the database and its password. Throws `embedded_failed` with what initdb said. */
export async function createCluster(binaries: string): Promise<void> {
  await rm(DRAFT, { recursive: true, force: true });
  await mkdir(DRAFT, { mode: 0o700 });
  await writeFile(PASSWORD, `${randomBytes(PASSWORD_BYTES).toString("base64url")}\n`, {
    mode: 0o600,
    flush: true,
  });
  const { code, output } = await runInitdb(binaries);
  if (code !== 0) {
    const said = output.trim().split("\n").slice(-3).join(" | ");
    const reason = said === "" ? `it ended with ${code} and said nothing` : said;
    throw new Fault("embedded_failed", `PostgreSQL's initdb failed: ${reason}`);
  }
  await rename(DRAFT, DATA);
}

/** Clears what a killed server left; the caller knows that none runs. */
export async function clearLeftovers(): Promise<void> {
  await rm(DRAFT, { recursive: true, force: true });
  await rm(join(DATA, "postmaster.pid"), { force: true });
}

/** Throws `embedded_failed` for data of another PostgreSQL, or without its password. */
export async function readPassword(): Promise<string> {
  const version = (await readFile(join(DATA, "PG_VERSION"), "utf8").catch(() => "")).trim();
  if (version === "") {
    throw new Fault(
      "embedded_failed",
      "the database is damaged, its PG_VERSION is gone: put a copy of the data directory back, or muster reset",
    );
  }
  if (version !== POSTGRES_MAJOR) {
    throw new Fault(
      "embedded_failed",
      `the data is of PostgreSQL ${version}, this is ${POSTGRES_MAJOR}: use the Muster that made it, or muster reset`,
    );
  }
  const password = await readFile(PASSWORD, "utf8").catch(() => "");
  if (password.trim() !== "") return password.trim();
  throw new Fault(
    "embedded_failed",
    "the database's password file is gone: put it back, or muster reset",
  );
}

function runInitdb(binaries: string): Promise<{ code: number | string; output: string }> {
  const args = [`--pgdata=${dataPath(DRAFT)}`, `--username=${SUPERUSER}`];
  args.push(`--pwfile=../${PASSWORD}`, "--auth=scram-sha-256", "--encoding=UTF8");
  args.push("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C");
  const child = spawn(join(binaries, "bin", "initdb"), [...args, "--no-instructions"], {
    cwd: DRAFT,
    env: ENVIRONMENT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  return new Promise((settle) => {
    child.once("error", (error) => settle({ code: -1, output: error.message }));
    child.once("close", (code, signal) => settle({ code: code ?? signal ?? -1, output }));
  });
}
