/**
 * The node's database: the embedded server, or the one that DATABASE_URL names,
 * as one pool of connections.
 *
 * Rules N12, N17: docs/spec/node.md.
 */
import { Pool } from "pg";
import { describeConnectFailure, nameDatabase } from "./database-url.ts";
import { openEmbedded } from "./embedded/open.ts";
import type { Fault } from "./fault.ts";

export interface DatabaseOptions {
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
  readonly signal: AbortSignal;
  /** The embedded server is gone. One that DATABASE_URL names may come back, so its end is none. */
  readonly onLost: (fault: Fault) => void;
  readonly report: (line: string) => void;
}

export interface Database {
  readonly pool: Pool;
  close(): Promise<void>;
}

const CONNECTIONS_MAX = 10;
const CONNECT_MS_MAX = 5_000;
const PING_MS_MAX = 2_000;

/** Throws `database_unavailable`, and what `openEmbedded` throws. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (options.databaseUrl === null) return openOwn(options);
  const pool = makePool(options.databaseUrl);
  try {
    await pool.query("SELECT 1");
  } catch (cause) {
    await pool.end();
    throw describeConnectFailure(options.databaseUrl, cause);
  }
  options.report(`using the database ${nameDatabase(options.databaseUrl)}`);
  return { pool, close: () => pool.end() };
}

/** Whether the database answers within two seconds. */
export async function ping(pool: Pool): Promise<boolean> {
  try {
    const timeout = new Promise<never>((_, fail) => {
      setTimeout(() => fail(new Error("timeout")), PING_MS_MAX).unref();
    });
    await Promise.race([pool.query("SELECT 1"), timeout]);
    return true;
  } catch {
    return false;
  }
}

async function openOwn(options: DatabaseOptions): Promise<Database> {
  const embedded = await openEmbedded(options.dataDirectory, {
    signal: options.signal,
    onLost: options.onLost,
    onProgress: options.report,
  });
  const pool = makePool(embedded.url);
  return {
    pool,
    close: async () => {
      await pool.end();
      await embedded.close();
    },
  };
}

function makePool(connectionString: string): Pool {
  const pool = new Pool({
    connectionString,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    application_name: "muster",
  });
  // A connection that breaks while idle is replaced when it is needed; /healthz tells of it.
  pool.on("error", () => {});
  return pool;
}
