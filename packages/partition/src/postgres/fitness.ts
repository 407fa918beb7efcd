/**
 * Whether a server and its database will do, whatever is in them.
 *
 * Rules P1, P14: docs/spec/partition.md.
 */
import { Fault } from "../fault.ts";

/** Of PostgreSQL, with `transaction_timeout`. */
const SERVER_MIN = 170_000;

export const SERVER = `
  select current_setting('server_version_num')::integer as version,
    current_setting('server_version') as named,
    current_setting('server_encoding') as encoding`;

export interface Server {
  readonly version: number;
  readonly named: string;
  readonly encoding: string;
}

/** Throws `server_older`, `database_unfit`. */
export function checkServer({ version, named, encoding }: Server): void {
  if (version < SERVER_MIN) {
    throw new Fault("server_older", `this is PostgreSQL ${named}; 17 or later is needed`);
  }
  if (encoding === "UTF8") return;
  const message = `the encoding of this database is ${encoding}: keys and labels need UTF8`;
  throw new Fault("database_unfit", message);
}
