/**
 * Fenced transactions: what an application writes commits only while its member still owns the
 * key, or may act under the view. The row that says so stays locked until the commit, and whoever
 * would take it over needs that lock.
 *
 * Rules P9, P13, P14, P15: docs/spec/partition.md.
 */
import type { Pool } from "pg";
import { Fault } from "../fault.ts";
import type { Ports } from "../ports.ts";
import type { Effecting, Guard } from "../store.ts";
import { Lent } from "./lent.ts";

export interface PostgresTransaction {
  /**
   * One statement of the transaction; later than its end, it is refused. None may end the
   * transaction: whoever tries loses the connection, and the call rejects with `bad_input`.
   */
  query<Row = unknown>(text: string, values?: readonly unknown[]): Promise<PostgresResult<Row>>;
}

export interface PostgresResult<Row = unknown> {
  readonly rows: readonly Row[];
  readonly rowCount: number | null;
}

/** Whose connections, and whose time. */
export interface Means {
  readonly pool: Pool;
  readonly ports: Ports;
}

const KEY_GUARD = fenceSql(["$1", "$2", "$3", "$4"]);
const VIEW_GUARD = "select from partition.permit where member = $1 and epoch = $2 for share";

/** A few old operations go with each new one, so that no job has to clean up. */
const OPERATION = `
  with old as (
    delete from partition.operation where (group_name, id) in (
      select group_name, id from partition.operation
      where at < clock_timestamp() - interval '24 hours' order by at limit 4
      for update skip locked))
  insert into partition.operation (group_name, id) values ($1, $2) on conflict do nothing`;

/**
 * The fence for other packages' own statements, as SQL: a query that finds a row, and locks it,
 * while the ownership holds. Given are expressions for the group's name, the key, the member's id
 * and the nonce of the fence.
 */
export function fenceSql([group, key, member, nonce]: readonly [
  group: string,
  key: string,
  member: string,
  nonce: string,
]): string {
  return (
    `select from partition.ownership where group_name = ${group} and key = ${key} ` +
    `and owner = ${member} and nonce = ${nonce} for share`
  );
}

/** Answers whether it ran: false where the operation had happened before. */
export async function commitEffect(
  { pool, ports }: Means,
  group: string,
  effect: Effecting<PostgresTransaction>,
): Promise<boolean> {
  const lent = await Lent.from(pool, ports);
  try {
    const ran = await runEffect(lent, group, effect);
    if (ran) lent.giveBack();
    else await lent.takeBack();
    return ran;
  } catch (error) {
    await lent.takeBack();
    throw lent.explain(error);
  }
}

async function runEffect(
  lent: Lent,
  group: string,
  { guard, operation, run }: Effecting<PostgresTransaction>,
): Promise<boolean> {
  await lent.begin();
  await throwIfFenced(lent, group, guard);
  if (operation !== null) {
    const { rowCount } = await lent.ask(OPERATION, [group, operation]);
    if (rowCount === 0) return false;
  }
  await lent.during(() => run(transactionOf(lent)));
  await lent.commit();
  return true;
}

function transactionOf(lent: Lent): PostgresTransaction {
  return {
    // What a row looks like is known to who wrote the statement.
    query: async <Row>(text: string, values?: readonly unknown[]) =>
      (await lent.query(text, values)) as PostgresResult<Row>,
  };
}

async function throwIfFenced(lent: Lent, group: string, guard: Guard): Promise<void> {
  const { id } = guard;
  const { rowCount } =
    guard.kind === "key"
      ? await lent.ask(KEY_GUARD, [group, guard.owned.key, id, guard.owned.fence.nonce])
      : await lent.ask(VIEW_GUARD, [id, guard.epoch]);
  if (rowCount === 1) return;
  const what = guard.kind === "key" ? `key ${guard.owned.key}` : `epoch ${guard.epoch}`;
  throw new Fault("fenced", `${what} belongs to this member no longer: nothing was done`);
}
