/**
 * The ledger: every write of every worker, numbered for each key in the order of commits, with the
 * fence that it was made under.
 *
 * Rules P9, P10, P13, P15: docs/spec/partition.md.
 */
import type { Pool } from "pg";
import type { PostgresTransaction } from "../../packages/partition/src/postgres/effects.ts";

export interface Entry {
  readonly group: string;
  readonly key: string;
  /** From 1, in the order of commits: its row is locked until the commit. */
  readonly number: number;
  readonly timeline: number;
  readonly counter: number;
  readonly nonce: number;
  readonly worker: string;
  readonly operation: string;
}

export type NewEntry = Omit<Entry, "number">;

export interface LedgerVerdict {
  readonly entries: number;
  /** A write of a former owner after the next one's first. */
  readonly regressions: readonly string[];
  /** Operations that were committed twice. */
  readonly doubles: readonly string[];
  /** Acknowledged, and not there. */
  readonly lost: readonly string[];
}

/** Nothing here keeps an operation from being written twice: that is what is judged. */
export async function createLedger(pool: Pool): Promise<void> {
  await pool.query(`
    create table head (
      group_name text, key text, number integer not null, primary key (group_name, key)
    ) with (fillfactor = 50);
    create table ledger (
      group_name text, key text, number integer, timeline integer, counter bigint, nonce bigint,
      worker text, operation text
    )`);
}

const INSERT = `
  with numbered as (
    insert into head as h (group_name, key, number) values ($1, $2, 1)
    on conflict (group_name, key) do update set number = h.number + 1
    returning number)
  insert into ledger select $1, $2, number, $3, $4, $5, $6, $7 from numbered`;

export async function writeEntry(transaction: PostgresTransaction, entry: NewEntry): Promise<void> {
  const { group, key, timeline, counter, nonce, worker, operation } = entry;
  await transaction.query(INSERT, [group, key, timeline, counter, nonce, worker, operation]);
}

export async function readLedger(pool: Pool): Promise<readonly Entry[]> {
  const { rows } = await pool.query(`
    select group_name as "group", key, number, timeline, counter::double precision,
      nonce::double precision, worker, operation
    from ledger order by group_name, key, number`);
  return rows as Entry[];
}

/** Entries come by group and key, in the order of commits. */
export function judgeLedger(
  entries: readonly Entry[],
  acknowledged: readonly string[],
): LedgerVerdict {
  const seen = new Set<string>();
  const doubles: string[] = [];
  for (const { operation } of entries) {
    if (seen.has(operation)) doubles.push(`${operation} was committed twice`);
    seen.add(operation);
  }
  return {
    entries: entries.length,
    doubles,
    regressions: entries.flatMap((next, at) => regression(entries[at - 1], next)),
    lost: acknowledged
      .filter((operation) => !seen.has(operation))
      .map((operation) => `${operation} was acknowledged and is not there`),
  };
}

function regression(before: Entry | undefined, next: Entry): string[] {
  if (before?.group !== next.group || before.key !== next.key) return [];
  const order = before.timeline - next.timeline || before.counter - next.counter;
  const isSame = before.worker === next.worker && before.nonce === next.nonce;
  if (order < 0 || (order === 0 && isSame)) return [];
  return [`${next.group} ${next.key}: ${describe(next)} was committed after ${describe(before)}`];
}

function describe({ operation, counter, nonce }: Entry): string {
  return `${operation} under ${counter}/${nonce}`;
}
