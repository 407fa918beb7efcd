/**
 * A database of a test's own, with the schemas it asks for: on the server that DATABASE_URL
 * names, or on an embedded one of its own. It is gone when `close` has resolved.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import { openEmbedded } from "../apps/node/src/embedded/open.ts";
import { type MigratedPackage, migrate } from "../apps/node/src/migrate.ts";

export interface TestDatabase {
  readonly pool: Pool;
  close(): Promise<void>;
}

export interface TestServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function openTestDatabase(schemas: readonly MigratedPackage[]): Promise<TestDatabase> {
  const server = await openTestServer();
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  const admin = openPool(server.url);
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const pool = openPool(url.href);
  await migrate(pool, schemas, { signal: new AbortController().signal, report: () => undefined });
  return {
    pool,
    close: async () => {
      await pool.end();
      // The server needs a moment to notice that connections have ended, and a test that failed
      // leaves some.
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
      await server.close();
    },
  };
}

/**
 * A pool that outlives its server without complaint. A pool's end does not wait for its connections:
 * when the server stops first, it says so to one that nobody listens to any more.
 */
export function openPool(connectionString: string, application = "test"): Pool {
  const pool = new Pool({ connectionString, application_name: application });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** What DATABASE_URL names is left as it is. */
export async function openTestServer(): Promise<TestServer> {
  const named = process.env["DATABASE_URL"];
  if (named !== undefined) return { url: named, close: async () => undefined };
  const folder = await mkdtemp(join(tmpdir(), "muster-postgres-"));
  const embedded = await openEmbedded(folder, {
    signal: new AbortController().signal,
    onLost: (fault) => {
      throw fault;
    },
    onProgress: () => undefined,
  });
  return {
    url: embedded.url,
    close: async () => {
      await embedded.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
