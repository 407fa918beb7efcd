/**
 * The embedded server of a data directory as a look from outside finds it: by the file that
 * PostgreSQL keeps, and the password beside it. Nothing is started, and nobody becomes its user, so
 * that it stops with its last one all the same.
 *
 * Rules N16, N22: docs/spec/node.md.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { unusable } from "../data-directory.ts";
import { describeConnectFailure } from "../database-url.ts";
import { systemCodeOf } from "../fault.ts";
import { processOf } from "../process-name.ts";
import { DATA, PASSWORD, urlOf } from "./cluster.ts";

export interface RunningServer {
  /** With the password: not for logs. */
  readonly url: string;
  readonly port: number;
  /** The processes of Muster that are connected. */
  readonly processes: readonly number[];
  /** Connections of other programs. */
  readonly others: number;
}

const PORT_LINE = 3;
const ANSWER_MS_MAX = 3_000;
const USERS = `
  select application_name as name from pg_stat_activity
  where backend_type = 'client backend' and pid <> pg_backend_pid()`;

/**
 * Null where none runs. Throws `data_unusable` where this user may not read the password, and
 * `database_unavailable` where it runs and does not answer.
 */
export async function findServer(dataDirectory: string): Promise<RunningServer | null> {
  const home = join(dataDirectory, "postgres");
  const [status, password] = await Promise.all([
    contentOf(join(home, DATA, "postmaster.pid")),
    contentOf(join(home, PASSWORD)),
  ]).catch((cause: unknown) => {
    throw unusable(home, cause);
  });
  const port = Number(status?.split("\n")[PORT_LINE]);
  if (!(port > 0) || password === null) return null;
  const url = urlOf(password.trim(), port);
  const names = await usersOf(url);
  if (names === null) return null;
  const processes = names.map(processOf).filter((pid) => pid !== null);
  const others = names.length - processes.length;
  return { url, port, processes: [...new Set(processes)].sort((a, b) => a - b), others };
}

async function contentOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/** What the connected programs call themselves; null where a crash left the file behind. */
async function usersOf(url: string): Promise<readonly string[] | null> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: ANSWER_MS_MAX,
    query_timeout: ANSWER_MS_MAX,
    application_name: "muster doctor",
  });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>(USERS);
    return rows.map(({ name }) => name);
  } catch (cause) {
    if (systemCodeOf(cause) === "ECONNREFUSED") return null;
    throw describeConnectFailure(url, cause);
  } finally {
    await client.end();
  }
}
