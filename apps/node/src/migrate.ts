/**
 * Brings the database to the state that the code expects.
 *
 * Each package owns a PostgreSQL schema of its name and a folder of additive,
 * numbered steps (`001-create.sql`, without gaps). A step runs once, in a
 * transaction with its record; steps are never edited. Many nodes may do this
 * at once: an advisory lock makes them take turns.
 *
 * Rules N18, N19, N20: docs/spec/node.md.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { Pool, PoolClient } from "pg";
import { Fault } from "./fault.ts";

export interface MigratedPackage {
  readonly name: string;
  readonly migrations: URL;
}

export interface Step {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly hash: string;
}

interface AppliedStep {
  readonly number: number;
  readonly name: string;
  readonly hash: string;
}

/** Any constant will do, as long as nobody else locks it: "muster" in ASCII. */
const LOCK_KEY = "120343056967026";
/** A step on a large table takes its time, and so does waiting for another node's. */
const STEP_MS_MAX = 10 * 60_000;

/** Returns how many steps it ran. Throws `migration_changed`, `database_newer`, `migration_failed`. */
export async function migrate(pool: Pool, packages: readonly MigratedPackage[]): Promise<number> {
  const client = await pool.connect();
  try {
    await patiently(client, `SELECT pg_advisory_lock(${LOCK_KEY})`);
    await createRecord(client);
    let ran = 0;
    for (const one of packages) ran += await migratePackage(client, one);
    return ran;
  } finally {
    // The lock belongs to the session, so the connection is not given back.
    client.release(true);
  }
}

async function migratePackage(client: PoolClient, one: MigratedPackage): Promise<number> {
  const steps = await readSteps(one.migrations);
  const applied = await readApplied(client, one.name);
  const pending = pendingSteps(one.name, steps, applied);
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${client.escapeIdentifier(one.name)}`);
  for (const step of pending) await runStep(client, one.name, step);
  return pending.length;
}

/** The steps that the database has not taken. Throws when it took others. */
export function pendingSteps(
  name: string,
  steps: readonly Step[],
  applied: readonly AppliedStep[],
): Step[] {
  for (const done of applied) {
    const step = steps.find((candidate) => candidate.number === done.number);
    if (step === undefined) {
      throw new Fault(
        "database_newer",
        `the database has step ${done.number} (${done.name}) of ${name}, this Muster has ` +
          `${steps.length}: start the newer version, or use another database`,
      );
    }
    if (step.hash !== done.hash) {
      throw new Fault(
        "migration_changed",
        `step ${done.number} (${done.name}) of ${name} is not what this database ran: ` +
          "restore the file; a change is a new step",
      );
    }
  }
  const last = Math.max(0, ...applied.map((done) => done.number));
  return steps.filter((step) => step.number > last);
}

/** The steps of a folder in order; a gap or a name that is no step is a bug. */
export async function readSteps(folder: URL): Promise<Step[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  const base = folder.href.endsWith("/") ? folder : new URL(`${folder.href}/`);
  return Promise.all(
    names.map(async (file, index) => {
      const [, digits, name = ""] = /^(\d{3})-([a-z0-9-]+)\.sql$/.exec(file) ?? [];
      assert.equal(
        Number(digits),
        index + 1,
        `${file} in ${folder.pathname} is not step ${index + 1}`,
      );
      // Git may have given the file other line ends.
      const sql = (await readFile(new URL(file, base), "utf8")).replaceAll("\r\n", "\n");
      return { number: index + 1, name, sql, hash: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function runStep(client: PoolClient, name: string, step: Step): Promise<void> {
  try {
    await client.query("BEGIN");
    await patiently(client, step.sql);
    await client.query(
      "INSERT INTO muster.migration (package, number, name, hash) VALUES ($1, $2, $3, $4)",
      [name, step.number, step.name, step.hash],
    );
    await client.query("COMMIT");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `step ${step.number} (${step.name}) of ${name} failed: ${reason}`;
    throw new Fault("migration_failed", message, { cause });
  }
}

/** Not within the limit of the pool, which is for requests. */
async function patiently(client: PoolClient, text: string): Promise<void> {
  const query = { text, query_timeout: STEP_MS_MAX };
  await client.query(query);
}

async function createRecord(client: PoolClient): Promise<void> {
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS muster;
    CREATE TABLE IF NOT EXISTS muster.migration (
      package text NOT NULL,
      number integer NOT NULL,
      name text NOT NULL,
      hash text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (package, number)
    )`);
}

async function readApplied(client: PoolClient, name: string): Promise<AppliedStep[]> {
  const result = await client.query<AppliedStep>(
    "SELECT number, name, hash FROM muster.migration WHERE package = $1 ORDER BY number",
    [name],
  );
  return result.rows;
}
