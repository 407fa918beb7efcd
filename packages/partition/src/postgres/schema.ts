/**
 * The package's numbered steps of the database, and running those that are missing where nothing
 * else does: the same files are run by Muster's own migration.
 *
 * Rule P1: docs/spec/partition.md.
 */
import { readdir, readFile } from "node:fs/promises";
import type { Pool } from "pg";

/** Where this package's numbered migrations lie. */
export const migrations: URL = new URL("../../migrations/", import.meta.url);

/** The step that this version of the package needs. */
export const STEP = 1;

/** Any constant will do, as long as nobody else locks it: "parts" in ASCII. */
const LOCK_KEY = "482855118963";

/** Another may be making it at this moment. */
const CREATE_MS_MAX = 60_000;
/** The lock goes with the transaction: behind a pooler a session is not one's own. */
const BEGIN = `begin;
  set local statement_timeout = ${CREATE_MS_MAX};
  set local lock_timeout = ${CREATE_MS_MAX};
  select pg_advisory_xact_lock(${LOCK_KEY})`;

/**
 * Brings the schema `partition` to what this package needs, or leaves it as it is; where it is
 * there already, nothing happens. Many may do so at once. The user of the pool must be allowed to
 * create a schema.
 */
export async function createSchema(pool: Pool): Promise<void> {
  const client = await pool.connect();
  const ask = (text: string) => client.query(patient(text));
  try {
    await ask(BEGIN);
    const done = await stepOf(client);
    const files = (await readdir(migrations)).filter((name) => name.endsWith(".sql")).sort();
    for (const file of files.slice(done))
      await ask(await readFile(new URL(file, migrations), "utf8"));
    await ask("commit");
  } finally {
    client.release(true);
  }
}

/** Whatever limit the pool has. */
function patient(text: string): { text: string; query_timeout: number } {
  return { text, query_timeout: CREATE_MS_MAX };
}

async function stepOf(client: Pick<Pool, "query">): Promise<number> {
  const { rows: found } = await client.query("select to_regclass('partition.step') as step");
  const [table] = found as readonly { step: string | null }[];
  if (table === undefined || table.step === null) return 0;
  const { rows } = await client.query("select max(number) as step from partition.step");
  const [last] = rows as readonly { step: number | null }[];
  return last?.step ?? 0;
}
