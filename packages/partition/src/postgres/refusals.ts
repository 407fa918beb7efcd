/**
 * What PostgreSQL and its client say, as the faults of this package.
 *
 * Rules P1, P14: docs/spec/partition.md.
 */
import { DatabaseError } from "pg";
import { Fault } from "../fault.ts";

/** Raised by partition.agree. */
const GROUP_DIFFERS = "MU001";
/** Of a schema, a table, a column or a function that is not there. */
const MISSING = ["3F000", "42P01", "42703", "42883"];
const NO_RIGHT = "42501";

export const OLDER =
  "the schema partition is missing or older than this package: run createSchema(pool) as a user " +
  "who may create it";

/**
 * By the first two characters of its code: a connection, a login, a limit, an operator, the server
 * itself or its state. A copy says 0A to a begin that wants to write, 25 to a write. All else that
 * the database refuses is a bug.
 */
const PASSING = ["08", "0A", "25", "28", "3D", "40", "53", "55", "57", "58", "XX"];

/**
 * The fault that an error of a request is. A bug is none: it stays what it is, and is not tried
 * again.
 */
export function faultOf(error: unknown): unknown {
  if (error instanceof Fault || isBug(error)) return error;
  const cause = { cause: error };
  const said = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  if (code === GROUP_DIFFERS) return new Fault("group_differs", advise(said), cause);
  if (MISSING.includes(code)) return new Fault("database_older", `${OLDER} (${said})`, cause);
  if (code === NO_RIGHT) return new Fault("database_rights", rights(said), cause);
  return unavailable(said, cause);
}

/** What the client of PostgreSQL says of a connection is a plain Error, with whatever code. */
function isBug(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return !isPlain(error);
  const code = codeOf(error);
  const isNamed = code === GROUP_DIFFERS || code === NO_RIGHT || MISSING.includes(code);
  return !isNamed && !PASSING.includes(code.slice(0, 2));
}

function isPlain(error: unknown): boolean {
  const isLanguage = [TypeError, RangeError, ReferenceError, SyntaxError].some(
    (each) => error instanceof each,
  );
  return error instanceof Error && !isLanguage;
}

function codeOf(error: unknown): string {
  return error instanceof DatabaseError ? (error.code ?? "") : "";
}

export function unavailable(said: string, options?: ErrorOptions): Fault {
  return new Fault("database_unavailable", `the database does not answer: ${said}`, options);
}

export function rights(said: string, role = "the user of this pool"): string {
  return (
    `${said}. An owner of the schema must say: grant usage on schema partition to ${role}; ` +
    `grant select, insert, update, delete on all tables in schema partition to ${role}; ` +
    `grant usage on all sequences in schema partition to ${role}`
  );
}

function advise(said: string): string {
  return (
    `${said}: use the same, or another group. A group without members takes new settings; members ` +
    "that were killed are in it until one that joined with its settings has buried them, some 4 s"
  );
}
