/**
 * Which marches there are: on PostgreSQL, table `march.march`. It knows ids, ends, keys and what
 * stewards decided, and nothing that could be read as a place, a person or a name.
 *
 * Rules A4, A18: docs/spec/march.md.
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
  /** Masked people (`mask.ts`), and links, in base64url: see `mandate.ts`. */
  readonly barred: readonly string[];
  readonly revoked: readonly string[];
  readonly vouched: readonly string[];
  /** When the last decision was signed. Milliseconds since the epoch; 0: there was none. */
  readonly decidedAt: number;
}

/** As it is made: nobody has decided anything. */
export type NewMarch = Omit<March, "barred" | "revoked" | "vouched" | "decidedAt">;

const INSERT = `
  insert into march.march (id, ends_at, lifetime_ms, steward_keys, token_key)
  values ($1, to_timestamp($2 / 1000.0), $3, $4, $5)`;

const FIND = `
  select id, extract(epoch from ends_at)::float8 * 1000 as ends_at_ms, lifetime_ms,
    steward_keys, token_key, barred, revoked, vouched, decided_at_ms::float8
  from march.march where id = $1`;

/** Only by whoever knows the decision before: another owner's is not overwritten. */
const DECIDE = `
  update march.march set ends_at = to_timestamp($3 / 1000.0), steward_keys = $4,
    barred = $5, revoked = $6, vouched = $7, decided_at_ms = $8
  where id = $1 and decided_at_ms = $2`;

const FIND_ENDED = "select id from march.march where ends_at <= to_timestamp($1 / 1000.0)";

const DELETE = "delete from march.march where id = any($1)";

interface Row {
  readonly id: string;
  readonly ends_at_ms: number;
  readonly lifetime_ms: number;
  readonly steward_keys: readonly Buffer[];
  readonly token_key: Buffer;
  readonly barred: readonly Buffer[];
  readonly revoked: readonly Buffer[];
  readonly vouched: readonly Buffer[];
  readonly decided_at_ms: number;
}

/** Every method throws the fault `unavailable` while the database does not answer. */
export class Registry {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async add(march: NewMarch): Promise<void> {
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
      barred: row.barred.map(named),
      revoked: row.revoked.map(named),
      vouched: row.vouched.map(named),
      decidedAt: row.decided_at_ms,
    };
  }

  /**
   * Keeps what was decided on top of the decision of `before` (its `decidedAt`). False: another was
   * decided since, or the march is gone, and nothing was kept.
   */
  async decide(march: March, before: number): Promise<boolean> {
    const { id, endsAt, stewardKeys, barred, revoked, vouched, decidedAt } = march;
    const keys = stewardKeys.map((key) => Buffer.from(key));
    const lists = [barred, revoked, vouched].map((names) => names.map(bytesOf));
    const rows = await this.#query(`${DECIDE} returning id`, [
      id,
      before,
      endsAt,
      keys,
      ...lists,
      decidedAt,
    ]);
    return rows.length === 1;
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

function named(bytes: Buffer): string {
  return bytes.toString("base64url");
}

function bytesOf(name: string): Buffer {
  return Buffer.from(name, "base64url");
}

/** SQLSTATE classes of a server that is full, stopping or gone: all others are our mistake. */
const NOT_OURS = /^(08|53|57)/;

function isBug(error: unknown): boolean {
  return error instanceof DatabaseError && !NOT_OURS.test(error.code ?? "");
}
