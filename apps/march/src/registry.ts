/**
 * Which marches there are: on PostgreSQL, table `march.march`. It knows ids, ends and keys, and
 * nothing that could be read as a place, a person or a name.
 *
 * Rule A4: docs/spec/march.md.
 */
import { Fault } from "@muster/rooms";
import { DatabaseError, type Pool, type QueryResultRow } from "pg";

/** Where this application's numbered migrations lie. */
export const migrations: URL = new URL("../migrations/", import.meta.url);

export interface March {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
  readonly lifetimeMs: number;
  readonly stewardKeys: readonly Uint8Array[];
  readonly tokenKey: Uint8Array;
}

const INSERT = `
  insert into march.march (id, ends_at, lifetime_ms, steward_keys, token_key)
  values ($1, to_timestamp($2 / 1000.0), $3, $4, $5)`;

const FIND = `
  select id, extract(epoch from ends_at)::float8 * 1000 as ends_at_ms, lifetime_ms,
    steward_keys, token_key
  from march.march where id = $1`;

const FIND_ENDED = "select id from march.march where ends_at <= to_timestamp($1 / 1000.0)";

const DELETE = "delete from march.march where id = any($1)";

interface Row {
  readonly id: string;
  readonly ends_at_ms: number;
  readonly lifetime_ms: number;
  readonly steward_keys: readonly Buffer[];
  readonly token_key: Buffer;
}

/** Every method throws the fault `unavailable` while the database does not answer. */
export class Registry {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async add(march: March): Promise<void> {
    const { id, endsAt, lifetimeMs, stewardKeys, tokenKey } = march;
    const keys = stewardKeys.map((key) => Buffer.from(key));
    await this.#query(INSERT, [id, endsAt, lifetimeMs, keys, Buffer.from(tokenKey)]);
  }

  async find(id: string): Promise<March | null> {
    const [row] = await this.#query<Row>(FIND, [id]);
    if (row === undefined) return null;
    return {
      id: row.id,
      endsAt: Math.round(row.ends_at_ms),
      lifetimeMs: row.lifetime_ms,
      stewardKeys: row.steward_keys,
      tokenKey: row.token_key,
    };
  }

  /** The ids of the marches that had ended by `byMs`. */
  async findEnded(byMs: number): Promise<readonly string[]> {
    const rows = await this.#query<Pick<Row, "id">>(FIND_ENDED, [byMs]);
    return rows.map(({ id }) => id);
  }

  async delete(ids: readonly string[]): Promise<void> {
    await this.#query(DELETE, [ids]);
  }

  async #query<Found extends QueryResultRow>(sql: string, values: unknown[]): Promise<Found[]> {
    try {
      return (await this.#pool.query<Found>(sql, values)).rows;
    } catch (cause) {
      if (isBug(cause)) throw cause;
      throw new Fault("unavailable", "the database does not answer", { cause });
    }
  }
}

/** SQLSTATE classes of a server that is full, stopping or gone: all others are our mistake. */
const NOT_OURS = /^(08|53|57)/;

function isBug(error: unknown): boolean {
  return error instanceof DatabaseError && !NOT_OURS.test(error.code ?? "");
}
