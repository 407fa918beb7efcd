/**
 * The journal on PostgreSQL: one row a room, table `rooms.room`.
 *
 * Rules M17, M18: docs/spec/rooms.md.
 */
import type { Watermark } from "@muster/replica";
import { Fault } from "./fault.ts";
import type { Journal } from "./journal.ts";
import type { RoomName } from "./token.ts";

/** Where this package's numbered migrations lie. */
export const migrations: URL = new URL("../migrations/", import.meta.url);

const OPEN = `
  insert into rooms.room as room (kind, id, counter) values ($1, $2, 1)
  on conflict (kind, id) do update set counter = room.counter + 1, opened_at = clock_timestamp()
  returning counter::float8, erased_wall_ms::float8, erased_count::float8`;

/** Two erases may overtake each other on their way here: the higher watermark stays. */
const ERASE = `
  update rooms.room set (erased_wall_ms, erased_count) = (
    select wall_ms, count
    from (values (erased_wall_ms, erased_count), ($4::bigint, $5::bigint)) as mark (wall_ms, count)
    order by wall_ms desc, count desc limit 1)
  where kind = $1 and id = $2 and counter = $3`;

const FORGET = "delete from rooms.room where kind = $1 and id = any($2)";

/** What is used of a pool of the package `pg`. */
export interface Queries {
  query(text: string, values: unknown[]): Promise<Answered>;
}

interface Answered {
  readonly rows: readonly unknown[];
  readonly rowCount: number | null;
}

interface OpenRow {
  readonly counter: number;
  readonly erased_wall_ms: number;
  readonly erased_count: number;
}

export class PostgresJournal implements Journal {
  readonly #pool: Queries;

  constructor(pool: Queries) {
    this.#pool = pool;
  }

  async open(room: RoomName): Promise<{ counter: number; erased: Watermark }> {
    const { rows } = await this.#pool.query(OPEN, [room.kind, room.id]);
    const [row] = rows as readonly OpenRow[];
    if (row === undefined) throw new Error("the journal returned no row");
    const erased = { wallMs: row.erased_wall_ms, count: row.erased_count };
    return { counter: row.counter, erased };
  }

  async erase(room: RoomName, counter: number, erased: Watermark): Promise<void> {
    const values = [room.kind, room.id, counter, erased.wallMs, erased.count];
    const { rowCount } = await this.#pool.query(ERASE, values);
    if (rowCount !== 1) throw new Fault("conflict", "the room has another owner");
  }

  /** Deletes the rows of rooms that have ended. */
  async forget(kind: string, ids: readonly string[]): Promise<void> {
    await this.#pool.query(FORGET, [kind, ids]);
  }
}
