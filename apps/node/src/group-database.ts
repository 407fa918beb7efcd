/**
 * The database of the verbs that look at groups or take part in one: the embedded server of the
 * data directory, started by the first and shared with the others, or the one that is named.
 *
 * Rules N12, N32: docs/spec/node.md.
 */
import { checkGroupName, createSchema, Fault as GroupFault, wasJoined } from "@muster/partition";
import { databaseUrlOf, dataDirectoryOf } from "./config.ts";
import { prepareDataDirectory } from "./data-directory.ts";
import { type Database, openDatabase } from "./database.ts";
import { Fault } from "./fault.ts";
import type { Io } from "./io.ts";
import { asked } from "./migrate.ts";

export interface GroupFlags {
  readonly data?: string | undefined;
  readonly database?: string | undefined;
}

const OLDER =
  "the schema partition of this database is missing, or older than this Muster: npx muster work " +
  "makes it, as a user who may create schemas";

/** Throws what opening a database throws. `onLost` hears that the embedded server is gone. */
export async function openGroupDatabase(
  flags: GroupFlags,
  io: Io,
  onLost: (fault: Fault) => void,
): Promise<Database> {
  const databaseUrl = databaseUrlOf(flags.database, io);
  const dataDirectory = dataDirectoryOf(flags.data, io);
  if (databaseUrl === null) await prepareDataDirectory(dataDirectory);
  const { signal } = io;
  const report = (line: string) => io.report(line);
  return openDatabase({ databaseUrl, dataDirectory, signal, onLost, report });
}

/**
 * Joins, and makes the tables of groups first where there are none, or older ones: who finds them
 * needs no right to. Throws what `join` throws, and `migration_failed`.
 */
export async function joinPrepared<Joined>(
  pool: Database["pool"],
  join: () => Promise<Joined>,
): Promise<Joined> {
  try {
    return await join();
  } catch (error) {
    if (!(error instanceof GroupFault) || error.code !== "database_older") throw error;
  }
  await asked(createSchema(pool));
  return join();
}

/** Refuses what cannot name a group, before a database is started for it. Throws `usage`. */
export async function checkGroup(name: string): Promise<void> {
  await asNodeFault(Promise.try(checkGroupName, name));
}

/** Refuses a group that nobody has ever joined. Throws `not_found`. */
export async function checkJoined(pool: Database["pool"], group: string): Promise<void> {
  if (await wasJoined(pool, group)) return;
  throw new Fault("not_found", neverJoined(group));
}

export function neverJoined(group: string): string {
  return `nobody has ever joined the group ${group}`;
}

/** Looks something up in the groups of a database, which is left as it is, and closes it. */
export async function inGroups<Found>(
  flags: GroupFlags,
  io: Io,
  look: (pool: Database["pool"]) => Promise<Found>,
): Promise<Found> {
  const database = await openGroupDatabase(flags, io, () => {});
  try {
    return await asNodeFault(look(database.pool));
  } finally {
    await database.close();
  }
}

/** The package's expected failures are this command's as well. */
export async function asNodeFault<Result>(asked: Promise<Result>): Promise<Result> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof GroupFault)) throw error;
    const code = error.code === "bad_input" ? "usage" : "group_refused";
    const message = error.code === "database_older" ? OLDER : error.message;
    throw new Fault(code, message, { cause: error });
  }
}
