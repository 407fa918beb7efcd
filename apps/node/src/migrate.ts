/**
 * Brings the database to the state that the code expects.
 *
 * Each package owns a PostgreSQL schema of its name and a folder of additive,
 * numbered steps (`001-create.sql`, without gaps). A step runs once, in a
 * transaction with its record; steps are never edited. Many nodes may do this
 * at once: an advisory lock makes them take turns. Who shall stop stops at once,
 * whatever it waits for: the database undoes a step whose connection ends.
 *
 * Rules N5, N7, N18, N19, N20: docs/spec/node.md.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Pool, PoolClient } from "pg";
import { Fault, systemCodeOf } from "./fault.ts";

export interface MigratedPackage {
  readonly name: string;
  readonly migrations: URL;
}

export interface MigrateOptions {
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
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
const TURN_RETRY_MS = 100;
const REASONS: Readonly<Record<string, string>> = {
  "42501": "its user may not create schemas in it: GRANT CREATE ON DATABASE … TO …",
  "25006": "it can only be read: use one that can be written",
};

/** Returns how many steps it ran. Throws `migration_changed`, `database_newer`, `migration_failed`. */
export async function migrate(
  pool: Pool,
  packages: readonly MigratedPackage[],
  { signal, report }: MigrateOptions,
): Promise<number> {
  const client = await asked(pool.connect());
  let isOpen = true;
  // The lock belongs to the session, so the connection is not given back.
  const close = () => {
    if (isOpen) client.release(true);
    isOpen = false;
  };
  signal.addEventListener("abort", close);
  try {
    signal.throwIfAborted();
    await waitForTurn(client, report);
    await createRecord(client);
    let ran = 0;
    for (const one of packages) ran += await migratePackage(client, one);
    return ran;
  } finally {
    signal.removeEventListener("abort", close);
    close();
  }
}

/** How many steps a node would run here; nothing is made. Throws what `migrate` does. */
export async function missingSteps(
  pool: Pool,
  packages: readonly MigratedPackage[],
): Promise<number> {
  const table = "SELECT to_regclass('muster.migration') IS NOT NULL AS \"isThere\"";
  const { rows } = await asked(pool.query<{ isThere: boolean }>(table));
  let missing = 0;
  for (const { name, migrations } of packages) {
    const applied = rows[0]?.isThere === true ? await readApplied(pool, name) : [];
    missing += pendingSteps(name, await readSteps(migrations), applied).length;
  }
  return missing;
}

/** Asks again and again: a statement that waits in the server does not hear that it shall stop. */
async function waitForTurn(client: PoolClient, report: (line: string) => void): Promise<void> {
  const question = `SELECT pg_try_advisory_lock(${LOCK_KEY}) AS "isOurs"`;
  for (let waitedMs = 0; waitedMs < STEP_MS_MAX; waitedMs += TURN_RETRY_MS) {
    const { rows } = await asked(client.query<{ isOurs: boolean }>(question));
    if (rows[0]?.isOurs === true) return;
    if (waitedMs === 0) report("another node is migrating the database; waiting for it");
    await sleep(TURN_RETRY_MS);
  }
  throw new Fault("migration_failed", "another node has been migrating the database for 10 min");
}

async function migratePackage(client: PoolClient, one: MigratedPackage): Promise<number> {
  const steps = await readSteps(one.migrations);
  const applied = await readApplied(client, one.name);
  const pending = pendingSteps(one.name, steps, applied);
  await asked(client.query(`CREATE SCHEMA IF NOT EXISTS ${client.escapeIdentifier(one.name)}`));
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
    // Not within the limit of the pool, which is for requests.
    const patiently = { text: step.sql, query_timeout: STEP_MS_MAX };
    await client.query(patiently);
    await client.query(
      "INSERT INTO muster.migration (package, number, name, hash) VALUES ($1, $2, $3, $4)",
      [name, step.number, step.name, step.hash],
    );
    await client.query("COMMIT");
  } catch (cause) {
    const message = `step ${step.number} (${step.name}) of ${name} failed: ${reasonOf(cause)}`;
    throw new Fault("migration_failed", message, { cause });
  }
}

async function createRecord(client: PoolClient): Promise<void> {
  await asked(
    client.query(`
    CREATE SCHEMA IF NOT EXISTS muster;
    CREATE TABLE IF NOT EXISTS muster.migration (
      package text NOT NULL,
      number integer NOT NULL,
      name text NOT NULL,
      hash text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (package, number)
    )`),
  );
}

async function readApplied(client: Pool | PoolClient, name: string): Promise<AppliedStep[]> {
  const result = await asked(
    client.query<AppliedStep>(
      "SELECT number, name, hash FROM muster.migration WHERE package = $1 ORDER BY number",
      [name],
    ),
  );
  return result.rows;
}

/** What the database answers. Throws `migration_failed` where it refuses. */
export async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    const message = `cannot prepare the database: ${reasonOf(cause)}`;
    throw new Fault("migration_failed", message, { cause });
  }
}

function reasonOf(cause: unknown): string {
  const said = cause instanceof Error ? cause.message : String(cause);
  if (/connection terminated|not queryable/i.test(said)) return "the connection to it was lost";
  return REASONS[systemCodeOf(cause)] ?? said;
}
