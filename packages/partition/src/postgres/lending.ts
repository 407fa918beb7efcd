/**
 * A connection of the application's pool. A pool has no limit of its own: others may keep all of
 * its connections, also those who wait for this one.
 *
 * Rule P14: docs/spec/partition.md.
 */
import type { Pool, PoolClient } from "pg";
import type { Ports } from "../ports.ts";
import { faultOf, unavailable } from "./refusals.ts";

export interface Lending {
  readonly pool: Pool;
  readonly ports: Ports;
  /** How long one is waited for, ms. */
  readonly limitMs: number;
}

/** Throws `database_unavailable`. */
export async function lend({ pool, ports, limitMs }: Lending): Promise<PoolClient> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const message = `the pool had no connection to lend within ${limitMs} ms`;
  const cancel = ports.after(limitMs, () => reject(unavailable(message)));
  const lending = pool.connect();
  try {
    return await Promise.race([lending, late]);
  } catch (error) {
    lending.then((client) => client.release()).catch(() => {});
    throw faultOf(error);
  } finally {
    cancel();
  }
}
