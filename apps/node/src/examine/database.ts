/**
 * What the doctor asks of a PostgreSQL that answers: whether its user may do what a node needs,
 * whether its tables are those of this code, whether its clock is ours. It only reads.
 *
 * Rule N22: docs/spec/node.md.
 */
import type { Pool } from "pg";
import { APPLICATIONS } from "../applications.ts";
import { Fault } from "../fault.ts";
import { missingSteps } from "../migrate.ts";
import { type Finding, fine, wrong } from "./finding.ts";

/** Leases and expiries are the database's, tokens and stamps the node's. */
const CLOCK_MS_MAX = 2_000;

interface Answer {
  readonly version: string;
  readonly mayCreate: boolean;
  readonly isReadOnly: boolean;
  readonly ms: number;
}

const QUESTION = `
  select current_setting('server_version') as version,
    has_database_privilege(current_database(), 'CREATE') as "mayCreate",
    pg_is_in_recovery() or current_setting('default_transaction_read_only')::bool as "isReadOnly",
    (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`;

/** Of a database that could be opened. */
export async function examineDatabase(pool: Pool, now: () => number): Promise<Finding[]> {
  const beforeMs = now();
  const { rows } = await pool.query<Answer>(QUESTION);
  const afterMs = now();
  const [answer] = rows;
  if (answer === undefined) return [];
  const missing = await schemaOf(pool);
  const needs = missing.state === "ok" && missing.steps > 0;
  return [
    missing.finding,
    rightsOf(answer, needs),
    judgeClock(answer.ms - beforeMs, answer.ms - afterMs),
  ];
}

async function schemaOf(pool: Pool) {
  const schemas = APPLICATIONS.flatMap((application) => application.schemas);
  try {
    const steps = await missingSteps(pool, schemas);
    const found = steps === 0 ? "up to date" : `muster up makes what is missing, ${steps} steps`;
    return { state: "ok" as const, steps, finding: fine("schema", found) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { state: "wrong" as const, steps: 0, finding: wrong("schema", error.message) };
  }
}

function rightsOf({ version, mayCreate, isReadOnly }: Answer, needs: boolean): Finding {
  if (isReadOnly) return wrong("rights", "it can only be read: use one that can be written");
  if (mayCreate || !needs) return fine("rights", `enough, on PostgreSQL ${version}`);
  const advice = "GRANT CREATE ON DATABASE … TO … lets it";
  return wrong("rights", `its user may not create schemas in it: ${advice}`);
}

/** How far the database's clock is ahead, measured from before and from after its answer. */
export function judgeClock(fromBeforeMs: number, fromAfterMs: number): Finding {
  const isWithin = fromBeforeMs > 0 && fromAfterMs < 0;
  const offMs = isWithin ? 0 : Math.min(Math.abs(fromBeforeMs), Math.abs(fromAfterMs));
  if (offMs <= CLOCK_MS_MAX) return fine("clock", "that of the database agrees");
  const way = fromAfterMs > 0 ? "ahead of" : "behind";
  const found = `the database's is ${Math.round(offMs / 1_000)} s ${way} this machine's`;
  return wrong("clock", `${found}: let both follow a time server (NTP)`);
}
