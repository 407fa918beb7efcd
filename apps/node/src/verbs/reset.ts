/**
 * `muster reset`: deletes the data directory, after asking, when nothing uses
 * it. Only what Muster put there is deleted, so that a mistyped `--data /home`
 * deletes nothing.
 *
 * Rules N11, N23: docs/spec/node.md.
 */
import { readdir, rm, rmdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { DATA_FLAGS, dataDirectoryOf, parseFlags } from "../config.ts";
import { dataDirectoryExists, unusable } from "../data-directory.ts";
import { Fault } from "../fault.ts";
import type { Verb } from "../io.ts";
import { tryProcessLock } from "../process-lock.ts";
import { claimNode } from "../running-node.ts";

const FLAGS = { ...DATA_FLAGS, yes: { type: "boolean" } } as const;
const OURS = ["postgres", "node.txt", "node.lock", "guardian.lock"];

export const reset: Verb = async (args, io) => {
  const flags = parseFlags(args, FLAGS);
  const directory = dataDirectoryOf(flags.data, io);
  if (!(await dataDirectoryExists(directory))) {
    io.print(`nothing to delete: ${directory} is not there`);
    return 0;
  }
  const strange = (await namesIn(directory)).filter((name) => !isOurs(name));
  if (strange.length > 0) {
    const message = `${directory} is not only Muster's: it has "${strange[0]}"; delete it yourself`;
    throw new Fault("data_unusable", message);
  }
  io.report(`this deletes ${await contentsOf(directory)}; there is no way back`);
  if ((io.env["DATABASE_URL"] ?? "") !== "") {
    io.report("the database that DATABASE_URL names is not touched");
  }
  const question = `Delete ${directory} with everything in it? Type yes:`;
  const answer = flags.yes === true ? "yes" : await io.ask(question);
  if (answer === null)
    throw new Fault("usage", "muster reset asks at a terminal; without one, add --yes");
  if (answer.trim().toLowerCase() !== "yes") {
    io.print("nothing was deleted");
    return 1;
  }
  await deleteUnused(directory);
  io.print(`deleted ${directory}`);
  return 0;
};

/** "/data: the embedded database with all that its applications keep, 41 MB" */
async function contentsOf(directory: string): Promise<string> {
  if (!(await dataDirectoryExists(join(directory, "postgres")))) {
    return `${directory}, in which there is no database`;
  }
  const bytes = await sizeOf(join(directory, "postgres"));
  const size = `${Math.ceil(bytes / 1_000_000)} MB`;
  return `${directory}: the embedded database with all that its applications keep, ${size}`;
}

/** What cannot be looked at counts nothing: the deletion itself will name it. */
async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile())
      bytes += await stat(path).then(
        ({ size }) => size,
        () => 0,
      );
  }
  return bytes;
}

async function deleteUnused(directory: string): Promise<void> {
  const claim = await claimNode(directory, 0);
  const guardian = tryProcessLock(join(directory, "guardian.lock"));
  try {
    if (guardian === null) {
      throw new Fault(
        "already_running",
        `something still uses the database in ${directory}: stop it first`,
      );
    }
    for (const name of OURS) await rm(join(directory, name), { recursive: true, force: true });
    // A link, a mount or one that holds the launcher's lock stays: empty it is as good as gone.
    await rmdir(directory).catch(() => {});
  } catch (cause) {
    throw cause instanceof Fault ? cause : unusable(directory, cause);
  } finally {
    guardian?.release();
    claim.release();
  }
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (cause) {
    throw unusable(directory, cause);
  }
}

/** The launcher's lock goes on under numbered names. */
function isOurs(name: string): boolean {
  return OURS.includes(name) || name.startsWith("install.lock");
}
