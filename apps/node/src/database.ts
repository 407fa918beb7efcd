/**
 * The node's database: the embedded server, or the one that DATABASE_URL names,
 * as one pool of connections. A server that does not answer holds nobody: to
 * connect and to ask have each a limit, and what ran into it is not used again.
 *
 * Rules N12, N17, N21, N27: docs/spec/node.md.
 */
import { join } from "node:path";
import { Pool } from "pg";
import { describeConnectFailure, nameDatabase, nameTlsMode } from "./database-url.ts";
import { type Embedded, openEmbedded } from "./embedded/open.ts";
import { Fault, systemCodeOf } from "./fault.ts";
import { processName } from "./process-name.ts";

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
/** No query of an application takes longer in health; migrations have a limit of their own. */
const QUERY_MS_MAX = 5_000;
const KEEP_ALIVE_AFTER_MS = 10_000;
const PING_MS_MAX = 2_000;
const POSTGRES_MAJOR_MIN = 17;

/** Throws `database_unavailable`, `database_older`, and what `openEmbedded` throws. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const server = await openServer(options);
  const pool = makePool(server.url);
  const close = async () => {
    await pool.end();
    await server.close();
  };
  try {
    await checkServer(pool, options, server.url);
  } catch (error) {
    await close();
    throw error;
  }
  if (options.databaseUrl !== null)
    options.report(`using the database ${nameDatabase(server.url)}`);
  return { pool, close };
}

async function openServer(options: DatabaseOptions): Promise<Pick<Embedded, "url" | "close">> {
  const { databaseUrl, dataDirectory, signal, onLost, report } = options;
  if (databaseUrl !== null) return { url: databaseUrl, close: async () => undefined };
  return openEmbedded(dataDirectory, { signal, onLost, onProgress: report });
}

async function checkServer(pool: Pool, options: DatabaseOptions, url: string): Promise<void> {
  const version = await versionOf(pool).catch((cause: unknown) => {
    const isEmbedded = options.databaseUrl === null;
    if (isEmbedded && systemCodeOf(cause) === "28P01") throw wrongPassword(options.dataDirectory);
    throw describeConnectFailure(url, cause);
  });
  const major = Math.floor(version / 10_000);
  if (major >= POSTGRES_MAJOR_MIN) return;
  const message = `it is PostgreSQL ${major}; Muster needs ${POSTGRES_MAJOR_MIN} or later`;
  throw new Fault("database_older", `database ${nameDatabase(url)}: ${message}`);
}

function wrongPassword(dataDirectory: string): Fault {
  const path = join(dataDirectory, "postgres", "password");
  return new Fault(
    "embedded_failed",
    `the database does not take the password in ${path}: put the right one back, or muster reset`,
  );
}

/** 170002 for PostgreSQL 17.2. */
async function versionOf(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ server_version_num: string }>("SHOW server_version_num");
  return Number(rows[0]?.server_version_num);
}

/** Whether the database answers within two seconds. */
export async function ping(pool: Pool): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), PING_MS_MAX);
  const answered = pool.query("SELECT 1").then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}

function makePool(connectionString: string): Pool {
  const pool = new Pool({
    connectionString: nameTlsMode(connectionString),
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    query_timeout: QUERY_MS_MAX,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    application_name: processName(process.pid),
  });
  // A connection that breaks while idle is replaced when it is needed; /healthz tells of it.
  pool.on("error", () => {});
  // The pool does not listen to a connection that it has lent: what breaks it fails its query.
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}
