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

/**
 * Brings the schema `partition` to what this package needs; where it is there already, nothing
 * happens. Many may do so at once. The user of the pool must be allowed to create a schema.
 */
export async function createSchema(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    // For the session: each step is a transaction of its own.
    await client.query(`select pg_advisory_lock(${LOCK_KEY})`);
    const done = await stepOf(client);
    const files = (await readdir(migrations)).filter((name) => name.endsWith(".sql")).sort();
    for (const file of files.slice(done)) {
      const sql = await readFile(new URL(file, migrations), "utf8");
      await client.query(`begin;\n${sql};\ncommit`);
    }
  } finally {
    client.release(true);
  }
}

async function stepOf(client: Pick<Pool, "query">): Promise<number> {
  const { rows: found } = await client.query("select to_regclass('partition.step') as step");
  const [table] = found as readonly { step: string | null }[];
  if (table === undefined || table.step === null) return 0;
  const { rows } = await client.query("select max(number) as step from partition.step");
  const [last] = rows as readonly { step: number | null }[];
  return last?.step ?? 0;
}
