/** A TCP proxy between a test's pool and its database, that fails on demand. */
import type { Pool } from "pg";
import { type FaultProxy, openFaultProxy } from "../../../../test/fault-proxy.ts";
import { openPool } from "../../../../test/postgres.ts";

export interface Proxy extends FaultProxy {
  readonly pool: Pool;
}

export async function openProxy(behind: Pool): Promise<Proxy> {
  const { connectionString = "" } = behind.options;
  const url = new URL(connectionString);
  const proxy = await openFaultProxy(url.hostname, Number(url.port));
  const closeProxy = proxy.close.bind(proxy);
  url.hostname = "127.0.0.1";
  url.port = String(proxy.port);
  const pool = openPool(url.href);
  const close = async () => {
    await closeProxy();
    await pool.end();
  };
  return Object.assign(proxy, { pool, close });
}

/** As a transaction pooler does: the client is told of a backend that is none. */
export function otherBackend(toClient: Buffer): Buffer {
  const at = toClient.indexOf(Buffer.from([0x4b, 0, 0, 0, 12]));
  if (at < 0) return toClient;
  const changed = Buffer.from(toClient);
  changed.writeInt32BE(changed.readInt32BE(at + 5) + 1, at + 5);
  return changed;
}
