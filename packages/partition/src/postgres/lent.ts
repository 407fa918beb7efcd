/**
 * A connection of the application's pool, for one transaction: statements one after the other, and
 * each is looked at before the next is sent, so that none happens outside of the transaction.
 *
 *     begin ──► statements ──► commit ──► given back
 *                   └── left, broken, too long ──► thrown away: the server rolls back
 *
 * Rules P9, P10, P14, P15: docs/spec/partition.md.
 */
import { DatabaseError, type Pool, type PoolClient } from "pg";
import { Fault } from "../fault.ts";
import type { Ports } from "../ports.ts";
import { lend } from "./lending.ts";
import { TYPES } from "./parsers.ts";
import { faultOf, unavailable } from "./refusals.ts";

export interface Answered {
  readonly rows: readonly unknown[];
  readonly rowCount: number | null;
}

/** How long a transaction may take, by the server's watch, and wait for a lock, ms. */
const TRANSACTION_MS_MAX = 1_500;
const LOCK_MS_MAX = 1_000;
/** By then the server would have ended it: it does not answer any more, or has other limits now. */
const ANSWER_MS_MAX = 2_000;

/**
 * A statement whose client has gone is not gone on with; a server on Windows cannot tell, and
 * refuses to be asked for it. The id is the transaction's own, also inside of a savepoint.
 */
const BEGIN = `begin isolation level read committed read write;
  set local transaction_timeout = ${TRANSACTION_MS_MAX};
  set local idle_in_transaction_session_timeout = ${TRANSACTION_MS_MAX};
  set local lock_timeout = ${LOCK_MS_MAX};
  select set_config('client_connection_check_interval', '500', true)
  where version() not like '%windows%' and version() not like '%Visual C++%';
  select pg_current_xact_id()::text as xid`;
const WHICH = "select pg_current_xact_id_if_assigned()::text as xid";
/** Commands that may end a transaction; some go on in another, one goes back to a savepoint. */
const LEAVING = ["COMMIT", "ROLLBACK", "PREPARE TRANSACTION"];

/** Codes that begin so may have ended the connection, and the commit before it is answered. */
const ENDINGS = ["08", "53", "57P", "58", "XX"];
/** Of the client of PostgreSQL, after `query_timeout`. */
const UNANSWERED = "Query read timeout";
/** Ended by transaction_timeout, or for being idle. */
const TIMED_OUT = ["25P03", "25P04"];

export class Lent {
  readonly #client: PoolClient;
  readonly #ports: Ports;
  #xid: unknown = null;
  #isOver = false;
  #last: Promise<unknown> = Promise.resolve();
  /** Why the connection is of no use any more: what the server said, or what was seen here. */
  #end: unknown = null;
  readonly #ended = Promise.withResolvers<never>();
  readonly #onError = (error: unknown) => {
    this.#end ??= error;
    this.#ended.reject(this.#explainEnd());
  };

  private constructor(client: PoolClient, ports: Ports) {
    this.#client = client;
    this.#ports = ports;
    this.#ended.promise.catch(() => {});
    client.on("error", this.#onError);
  }

  static async from(pool: Pool, ports: Ports): Promise<Lent> {
    return new Lent(await lend({ pool, ports, limitMs: TRANSACTION_MS_MAX }), ports);
  }

  async begin(): Promise<void> {
    try {
      const results = (await this.#send({
        text: BEGIN,
        types: TYPES,
      })) as unknown as readonly Answered[];
      this.#xid = xidOf(results.at(-1));
    } catch (error) {
      throw faultOf(error);
    }
  }

  /** Waits for what `run` does no longer than the connection lasts. */
  async during(run: () => Promise<void>): Promise<void> {
    const message = `a transaction took longer than ${TRANSACTION_MS_MAX} ms: nothing was done`;
    const late = () => this.#onError(new Fault("too_long", message));
    const cancel = this.#ports.after(ANSWER_MS_MAX, late);
    try {
      await Promise.race([run(), this.#ended.promise]);
    } finally {
      this.#isOver = true;
      cancel();
    }
  }

  /** One statement, after those before it. */
  query(text: string, values: readonly unknown[] = []): Promise<Answered> {
    if (this.#isOver) return Promise.reject(new Error("this transaction is over"));
    const asked = this.#last.then(() => this.#step(text, values));
    this.#last = asked.catch(() => {});
    return asked;
  }

  /** A statement of the protocol: whatever goes wrong is a fault of the database. */
  async ask(text: string, values: readonly unknown[]): Promise<Answered> {
    try {
      return await this.query(text, values);
    } catch (error) {
      throw faultOf(error);
    }
  }

  async commit(): Promise<void> {
    await this.#last;
    if (this.#end !== null) throw this.#explainEnd();
    let command: string;
    try {
      ({ command } = await this.#send({ text: "commit" }));
    } catch (error) {
      if (isTimedOut(this.#end) || !this.#isBroken(error)) throw error;
      this.#onError(error);
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

  /** Nothing was done, or after a failure; one that does not answer even to that is thrown away. */
  async takeBack(): Promise<void> {
    this.#isOver = true;
    try {
      if (this.#end === null) await this.#last;
      if (this.#end === null) await this.#send({ text: "rollback" });
    } catch (error) {
      this.#onError(error);
    }
    if (this.#end === null) this.giveBack();
    else this.#client.release(true);
  }

  explain(error: unknown): unknown {
    const cause = error instanceof Fault ? error.cause : error;
    return isTimedOut(cause) || isTimedOut(this.#end) ? tooLong(error) : error;
  }

  async #step(text: string, values: readonly unknown[]): Promise<Answered> {
    if (this.#end !== null) throw this.#explainEnd();
    try {
      // Several statements in one text would be done before the first is looked at: thus the
      // server refuses them.
      const query = { text, values: [...values], queryMode: "extended" };
      const { rows, rowCount, command } = await this.#send(query);
      if (LEAVING.includes(command)) await this.#throwIfLeft(command);
      return { rows, rowCount };
    } catch (error) {
      if (!this.#isBroken(error)) throw error;
      this.#onError(error);
      throw this.#explainEnd();
    }
  }

  async #throwIfLeft(command: string): Promise<void> {
    if (xidOf(await this.#send({ text: WHICH, types: TYPES })) === this.#xid) return;
    const message =
      `${command} ended a transaction that is not the statement's to end: return to commit, ` +
      "throw to roll back. What a COMMIT found written is there, and nothing else";
    this.#onError(new Fault("bad_input", message));
    throw this.#explainEnd();
  }

  #send(
    query: { readonly text: string } & Partial<Record<"values" | "types" | "queryMode", unknown>>,
  ) {
    const limited = { ...query, query_timeout: ANSWER_MS_MAX };
    return this.#client.query<Record<string, unknown>>(limited as { text: string });
  }

  /** What the client refuses itself, such as a value that is none, breaks nothing. */
  #isBroken(error: unknown): boolean {
    if (error instanceof DatabaseError) return !isVerdict(error);
    return this.#end !== null || (error instanceof Error && error.message === UNANSWERED);
  }

  #explainEnd(): unknown {
    const cause = this.#end;
    if (cause instanceof Fault) return cause;
    if (isTimedOut(cause)) return tooLong(cause);
    return unavailable("the connection of a transaction broke: nothing was done", { cause });
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

function tooLong(cause: unknown): Fault {
  const message = `PostgreSQL ended the transaction after ${TRANSACTION_MS_MAX} ms: nothing was done`;
  return new Fault("too_long", message, { cause });
}

function xidOf(answered: Answered | undefined): unknown {
  const [row] = (answered?.rows ?? []) as readonly { readonly xid?: unknown }[];
  return row?.xid ?? null;
}
