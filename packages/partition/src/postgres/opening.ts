/**
 * Whether this database will do, and whether the group agrees; nothing is left behind where not.
 *
 * Rules P1, P14: docs/spec/partition.md.
 */
import type { Pool, PoolClient } from "pg";
import { Fault } from "../fault.ts";
import type { Ports } from "../ports.ts";
import type { Settings } from "../store.ts";
import { checkServer, SERVER, type Server } from "./fitness.ts";
import { lend } from "./lending.ts";
import { TYPES } from "./parsers.ts";
import { faultOf, OLDER, rights, unavailable } from "./refusals.ts";
import { PROTOCOL } from "./requests.ts";
import { STEP } from "./schema.ts";

/** A group with tens of thousands of partitions takes a moment to make. */
const OPEN_MS_MAX = 10_000;

/**
 * A transaction, since behind a pooler nothing else is sure to be one session (P14). What a server
 * is too old for is not asked of it.
 */
const BEGIN = `begin isolation level read committed read write;
  set local statement_timeout = ${OPEN_MS_MAX};
  set local lock_timeout = ${OPEN_MS_MAX};
  select set_config(name, '0', true) from pg_settings where name = 'transaction_timeout'`;
/** Where all is agreed nobody is waited for. */
const AGREE = `
  select partition.agree($1, $2, $3, $4) where not exists (
    select from partition.member_group
    where (name, partitions, fenced, protocol) = ($1, $2, $3, $4))`;

const CHECK = `
  select quote_ident(current_user) as role,
    n.oid is not null as "hasSchema",
    coalesce(has_schema_privilege(n.oid, 'usage'), false) as "mayUse",
    coalesce((
      select bool_and(has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert')
        and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'delete'))
      from pg_class c where c.relnamespace = n.oid and c.relkind = 'r'), false)
    and coalesce((
      select bool_and(has_sequence_privilege(c.oid, 'usage'))
      from pg_class c where c.relnamespace = n.oid and c.relkind = 'S'), false) as "mayWrite"
  from (values (1)) as one left join pg_namespace n on n.nspname = 'partition'`;

interface Checked {
  readonly role: string;
  readonly hasSchema: boolean;
  readonly mayUse: boolean;
  readonly mayWrite: boolean;
}

/** A connection that breaks fails what is asked of it; that is enough. */
const ignore = () => {};

/** Throws `server_older`, `database_unfit`, `database_older`, `database_rights`, `group_differs`, `database_unavailable`. */
export async function openGroup(
  { pool, ports }: { readonly pool: Pool; readonly ports: Ports },
  name: string,
  settings: Settings,
): Promise<void> {
  const client = await lend({ pool, ports, limitMs: OPEN_MS_MAX });
  client.on("error", ignore);
  try {
    await ask(client, BEGIN);
    await checkDatabase(client);
    const values = [name, settings.partitions, settings.fenced, PROTOCOL];
    await ask(client, AGREE, values);
    await ask(client, "commit");
    client.off("error", ignore);
    client.release();
  } catch (error) {
    client.release(true);
    throw faultOf(error);
  }
}

async function checkDatabase(client: PoolClient): Promise<void> {
  for (const server of await ask(client, SERVER)) checkServer(server as Server);
  const [here] = (await ask(client, CHECK)) as readonly Checked[];
  if (here === undefined) throw unavailable("it answered nothing");
  if (!here.hasSchema) throw new Fault("database_older", OLDER);
  if (!here.mayUse || !here.mayWrite) {
    const message = `${here.role} may not use what is in the schema partition`;
    throw new Fault("database_rights", rights(message, here.role));
  }
  const [last] = (await ask(client, "select max(number) as step from partition.step")) as readonly {
    step: number | null;
  }[];
  if ((last?.step ?? 0) < STEP) throw new Fault("database_older", OLDER);
}

async function ask(
  client: PoolClient,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly unknown[]> {
  const query = { text, values: [...values], types: TYPES, query_timeout: OPEN_MS_MAX };
  return (await client.query<Record<string, unknown>>(query)).rows;
}
