/** Another session in the middle of a transaction, for tests of what waits for it and what does not. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";

export interface Rival {
  query(text: string, values?: readonly unknown[]): Promise<readonly unknown[]>;
  /** Resolves once as many sessions of this database wait for a lock. */
  waitedFor(sessions?: number): Promise<void>;
  commit(): Promise<void>;
}

const WAITING = `
  select count(*)::integer as n from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`;
const LOOKS_MAX = 2_500;

/** A busy machine may need longer for a rival's steps than the 250 ms that requests wait. */
const WAIT_LONGER = `
  do $$
  declare
    request regprocedure;
  begin
    for request in select oid from pg_proc
      where pronamespace = 'partition'::regnamespace and proconfig::text like '%lock_timeout%'
    loop
      execute format('alter function %s set lock_timeout = 5000', request);
    end loop;
  end $$`;

/** For all requests in a test's database: only the limit of their statements is left, 900 ms. */
export async function waitLonger(pool: Pool): Promise<void> {
  await pool.query(WAIT_LONGER);
}

export async function beginRival(pool: Pool): Promise<Rival> {
  const client = await pool.connect();
  await client.query("begin");
  return {
    query: async (text, values = []) =>
      (await client.query<Record<string, unknown>>(text, [...values])).rows,
    waitedFor: async (sessions = 1) => {
      for (let i = 0; i < LOOKS_MAX; i += 1) {
        const { rows } = await pool.query<{ n: number }>(WAITING);
        if ((rows[0]?.n ?? 0) >= sessions) return;
        await sleep(2);
      }
      throw new Error("nobody waits");
    },
    commit: async () => {
      await client.query("commit");
      client.release();
    },
  };
}
