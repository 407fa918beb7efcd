/**
 * The package's numbered steps of the database, and running those that are missing where nothing
 * else does: the same files are run by Muster's own migration.
 *
 * Rule P1: docs/spec/partition.md.
 */
import { readdir, readFile } from "node:fs/promises";
import { DatabaseError, type Pool } from "pg";
import { Fault } from "../fault.ts";
import { systemPorts } from "../ports.ts";
import { checkServer, SERVER, type Server } from "./fitness.ts";
import { lend } from "./lending.ts";
import { TYPES } from "./parsers.ts";
import { faultOf, unavailable } from "./refusals.ts";

/** Where this package's numbered migrations lie. */
export const migrations: URL = new URL("../../migrations/", import.meta.url);

/**
 * The step that this version of the package needs. A database may have later ones: steps only add,
 * so that older members go on; what changes the rules themselves raises the protocol.
 */
export const STEP = 1;

/** Any constant will do, as long as nobody else locks it: "parts" in ASCII. */
const LOCK_KEY = "482855118963";

/** Whatever limit the pool has: a step, and waiting for another who makes it at this moment, ms. */
const STEP_MS_MAX = 60_000;
const LOCK_MS_MAX = 10_000;
const BEGIN = `begin isolation level read committed read write;
  set local statement_timeout = ${STEP_MS_MAX};
  set local lock_timeout = ${LOCK_MS_MAX}`;
/** The lock goes with the transaction: behind a pooler a session is not one's own. */
const LOCK = `select pg_advisory_xact_lock(${LOCK_KEY})`;
const MAY = `
  select has_database_privilege(oid, 'create') as may, quote_ident(datname) as database,
    quote_ident(current_user) as role
  from pg_database where datname = current_database()`;

interface May {
  readonly may: boolean;
  readonly database: string;
  readonly role: string;
}

const LOCK_NOT_AVAILABLE = "55P03";
const NO_RIGHT = "42501";

type Ask = (text: string) => Promise<readonly unknown[]>;

const ignore = () => {};

/**
 * Brings the schema `partition` to what this package needs, or leaves it as it is; where it is
 * there already, nothing happens. Many may do so at once. The user of the pool must be allowed to
 * create a schema. Throws `server_older`, `database_unfit`, `database_rights` and
 * `database_unavailable`, and then nothing has changed.
 */
export async function createSchema(pool: Pool): Promise<void> {
  const client = await lend({ pool, ports: systemPorts, limitMs: LOCK_MS_MAX });
  client.on("error", ignore);
  const ask: Ask = async (text) => {
    const query = { text, types: TYPES, query_timeout: STEP_MS_MAX };
    return (await client.query<Record<string, unknown>>(query)).rows;
  };
  try {
    await ask(BEGIN);
    for (const server of await ask(SERVER)) checkServer(server as Server);
    await ask(LOCK);
    await makeMissing(ask);
    await ask("commit");
  } catch (error) {
    throw explain(error);
  } finally {
    client.release(true);
  }
}

async function makeMissing(ask: Ask): Promise<void> {
  const done = await stepOf(ask);
  const files = (await readdir(migrations)).filter((name) => name.endsWith(".sql")).sort();
  if (done >= files.length) return;
  const [{ may, database, role }] = (await ask(MAY)) as readonly [May];
  if (!may) {
    const message = `${role} may not create the schema partition. An owner of the database must say`;
    throw new Fault(
      "database_rights",
      `${message}: grant create on database ${database} to ${role}`,
    );
  }
  for (const file of files.slice(done))
    await ask(await readFile(new URL(file, migrations), "utf8"));
}

async function stepOf(ask: Ask): Promise<number> {
  const [table] = (await ask("select to_regclass('partition.step') as step")) as readonly {
    step: string | null;
  }[];
  if (table === undefined || table.step === null) return 0;
  const [last] = (await ask(
    "select max(number)::integer as step from partition.step",
  )) as readonly {
    step: number | null;
  }[];
  return last?.step ?? 0;
}

/** What the steps find in their way is not theirs. */
function explain(error: unknown): unknown {
  const code = error instanceof DatabaseError ? (error.code ?? "") : "";
  const cause = { cause: error };
  if (code === LOCK_NOT_AVAILABLE) {
    const seconds = LOCK_MS_MAX / 1_000;
    return unavailable(`another has held the lock for making the schema for ${seconds} s`, cause);
  }
  if (!code.startsWith("42") || code === NO_RIGHT) return faultOf(error);
  const said = error instanceof Error ? error.message : "";
  const message = `the schema partition of this database is not of this package: ${said}`;
  return new Fault("database_unfit", message, cause);
}
