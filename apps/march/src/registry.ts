/**
 * Which marches there are: on PostgreSQL, table `march.march`. It knows ids, ends and keys, and
 * nothing that could be read as a place, a person or a name.
 *
 * Rule A4: docs/spec/march.md.
 */
import type { Pool } from "pg";

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

const DELETE_ENDED =
  "delete from march.march where ends_at <= to_timestamp($1 / 1000.0) returning id";

interface Row {
  readonly id: string;
  readonly ends_at_ms: number;
  readonly lifetime_ms: number;
  readonly steward_keys: readonly Buffer[];
  readonly token_key: Buffer;
}

export class Registry {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async add(march: March): Promise<void> {
    const { id, endsAt, lifetimeMs, stewardKeys, tokenKey } = march;
    const keys = stewardKeys.map((key) => Buffer.from(key));
    await this.#pool.query(INSERT, [id, endsAt, lifetimeMs, keys, Buffer.from(tokenKey)]);
  }

  async find(id: string): Promise<March | null> {
    const { rows } = await this.#pool.query<Row>(FIND, [id]);
    const [row] = rows;
    if (row === undefined) return null;
    return {
      id: row.id,
      endsAt: Math.round(row.ends_at_ms),
      lifetimeMs: row.lifetime_ms,
      stewardKeys: row.steward_keys,
      tokenKey: row.token_key,
    };
  }

  /** Deletes the marches that have ended, and returns their ids. */
  async deleteEnded(nowMs: number): Promise<readonly string[]> {
    const { rows } = await this.#pool.query<{ readonly id: string }>(DELETE_ENDED, [nowMs]);
    return rows.map(({ id }) => id);
  }
}
