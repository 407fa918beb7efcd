/**
 * Fenced transactions: what an application writes commits only while its member still owns the
 * key, or may act under the view. The row that says so stays locked until the commit, and whoever
 * would take it over needs that lock.
 *
 * Rules P9, P13, P14, P15: docs/spec/partition.md.
 */
import { DatabaseError, type Pool, type PoolClient } from "pg";
import { Fault } from "../fault.ts";
import type { Effecting, Guard } from "../store.ts";
import { unavailable } from "./refusals.ts";

export interface PostgresTransaction {
  /** One statement of the transaction; later than its end, it is refused. */
  query(text: string, values?: readonly unknown[]): Promise<PostgresResult>;
}

export interface PostgresResult {
  readonly rows: readonly unknown[];
  readonly rowCount: number | null;
}

/** How long a transaction may take, by the server's watch, and wait for a lock, ms. */
const TRANSACTION_MS_MAX = 1_500;
const LOCK_MS_MAX = 1_000;
/** By then the server would have ended it: it does not answer any more. */
const ANSWER_MS_MAX = 2_000;

const BEGIN = `begin isolation level read committed read write;
  set local transaction_timeout = ${TRANSACTION_MS_MAX};
  set local idle_in_transaction_session_timeout = ${TRANSACTION_MS_MAX};
  set local lock_timeout = ${LOCK_MS_MAX}`;

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

/** Ended by transaction_timeout, or for being idle. */
const TIMED_OUT = ["25P03", "25P04"];

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
  pool: Pool,
  group: string,
  effect: Effecting<PostgresTransaction>,
): Promise<boolean> {
  const lent = await Lent.from(pool);
  try {
    const ran = await runEffect(lent, group, effect);
    lent.giveBack();
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
  await lent.query(BEGIN);
  await throwIfFenced(lent, group, guard);
  if (operation !== null) {
    const { rowCount } = await lent.query(OPERATION, [group, operation]);
    if (rowCount === 0) {
      await lent.query("rollback");
      return false;
    }
  }
  let isOver = false;
  try {
    await run({
      query: async (text, values) => {
        if (isOver) throw new Error("this transaction is over");
        return lent.query(text, values);
      },
    });
  } finally {
    isOver = true;
  }
  await lent.commit();
  return true;
}

async function throwIfFenced(lent: Lent, group: string, guard: Guard): Promise<void> {
  const { id } = guard;
  const { rowCount } =
    guard.kind === "key"
      ? await lent.query(KEY_GUARD, [group, guard.owned.key, id, guard.owned.fence.nonce])
      : await lent.query(VIEW_GUARD, [id, guard.epoch]);
  if (rowCount === 1) return;
  const what = guard.kind === "key" ? `key ${guard.owned.key}` : `epoch ${guard.epoch}`;
  throw new Fault("fenced", `${what} belongs to this member no longer: nothing was done`);
}

/** A connection of the application's pool, for one transaction. */
class Lent {
  readonly #client: PoolClient;
  /** What the server said when it ended the connection. */
  #end: unknown = null;
  readonly #onError = (error: unknown) => {
    this.#end ??= error;
  };

  private constructor(client: PoolClient) {
    this.#client = client;
    client.on("error", this.#onError);
  }

  static async from(pool: Pool): Promise<Lent> {
    try {
      return new Lent(await pool.connect());
    } catch (error) {
      throw unavailable("no connection of the pool could be had", { cause: error });
    }
  }

  async query(text: string, values: readonly unknown[] = []): Promise<PostgresResult> {
    const query = { text, values: [...values], query_timeout: ANSWER_MS_MAX };
    const { rows, rowCount } = await this.#client.query(query);
    return { rows, rowCount };
  }

  async commit(): Promise<void> {
    let command: string;
    try {
      const query = { text: "commit", query_timeout: ANSWER_MS_MAX };
      ({ command } = await this.#client.query(query));
    } catch (error) {
      if (isTimedOut(this.#end) || isVerdict(error)) throw error;
      const message = "the commit was not answered: what was written may be there or not";
      throw new Fault("unknown_outcome", message, { cause: error });
    }
    if (command === "COMMIT") return;
    throw new Error("a statement of the transaction failed and it went on: nothing was done");
  }

  giveBack(): void {
    this.#client.off("error", this.#onError);
    this.#client.release();
  }

  /** After a failure; one that does not answer even to that is thrown away. */
  async takeBack(): Promise<void> {
    try {
      if (this.#end !== null) throw this.#end;
      await this.query("rollback");
      this.giveBack();
    } catch {
      this.#client.release(true);
    }
  }

  explain(error: unknown): unknown {
    const isLate = isTimedOut(error) || isTimedOut(this.#end);
    if (!isLate || error instanceof Fault) return error;
    const message = `PostgreSQL ended the transaction after ${TRANSACTION_MS_MAX} ms: nothing was done`;
    return new Fault("too_long", message, { cause: error });
  }
}

/** The server's word that it did not commit: an error that it survived, or a time that was up. */
function isVerdict(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return false;
  return error.severity === "ERROR" || isTimedOut(error);
}

function isTimedOut(error: unknown): boolean {
  return error instanceof DatabaseError && TIMED_OUT.includes(error.code ?? "");
}
