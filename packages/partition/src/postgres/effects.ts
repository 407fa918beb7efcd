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
import { faultOf, unavailable } from "./refusals.ts";

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

/** Codes that begin so may have ended the connection, and the commit before it is answered. */
const ENDINGS = ["08", "53", "57P", "58", "XX"];
/** Of the client of PostgreSQL, after `query_timeout`. */
const UNANSWERED = "Query read timeout";
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
  await lent.ask(BEGIN);
  await throwIfFenced(lent, group, guard);
  if (operation !== null) {
    const { rowCount } = await lent.ask(OPERATION, [group, operation]);
    if (rowCount === 0) {
      await lent.ask("rollback");
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
      ? await lent.ask(KEY_GUARD, [group, guard.owned.key, id, guard.owned.fence.nonce])
      : await lent.ask(VIEW_GUARD, [id, guard.epoch]);
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
    try {
      const { rows, rowCount } = await this.#client.query(query);
      return { rows, rowCount };
    } catch (error) {
      if (!this.#isBroken(error)) throw error;
      this.#onError(error);
      throw unavailable("the connection of a transaction broke: nothing was done", {
        cause: error,
      });
    }
  }

  /** A statement of the protocol: whatever goes wrong is a fault of the database. */
  async ask(text: string, values: readonly unknown[] = []): Promise<PostgresResult> {
    try {
      return await this.query(text, values);
    } catch (error) {
      throw faultOf(error);
    }
  }

  async commit(): Promise<void> {
    let command: string;
    try {
      const query = { text: "commit", query_timeout: ANSWER_MS_MAX };
      ({ command } = await this.#client.query(query));
    } catch (error) {
      if (isTimedOut(this.#end) || !this.#isBroken(error)) throw error;
      const message = "the commit was not answered: what was written may be there or not";
      throw new Fault("unknown_outcome", message, { cause: error });
    }
    if (command === "COMMIT") return;
    throw new Error("a statement of the transaction failed and it went on: nothing was done");
  }

  /** What the client refuses itself, such as a value that is none, breaks nothing. */
  #isBroken(error: unknown): boolean {
    if (error instanceof DatabaseError) return !isVerdict(error);
    return this.#end !== null || (error instanceof Error && error.message === UNANSWERED);
  }

  giveBack(): void {
    this.#client.off("error", this.#onError);
    this.#client.release();
  }

  /** After a failure; one that does not answer even to that is thrown away. */
  async takeBack(): Promise<void> {
    try {
      if (this.#end === null) await this.query("rollback");
    } catch (error) {
      this.#onError(error);
    }
    if (this.#end === null) this.giveBack();
    else this.#client.release(true);
  }

  explain(error: unknown): unknown {
    const cause = error instanceof Fault ? error.cause : error;
    if (isTimedOut(cause) || isTimedOut(this.#end)) {
      const message = `PostgreSQL ended the transaction after ${TRANSACTION_MS_MAX} ms: nothing was done`;
      return new Fault("too_long", message, { cause: error });
    }
    return error;
  }
}

/**
 * The server's word that it did not commit, on a connection that lives on. By the code: what it is
 * called, ERROR or FATAL, is in the server's language.
 */
function isVerdict(error: DatabaseError): boolean {
  const { code = "" } = error;
  return !ENDINGS.some((start) => code.startsWith(start));
}

function isTimedOut(error: unknown): boolean {
  return error instanceof DatabaseError && TIMED_OUT.includes(error.code ?? "");
}
