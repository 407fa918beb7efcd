/**
 * A database's address as a person wrote it, and what is wrong with it, said
 * without its password.
 *
 * Rules N8, N17: docs/spec/node.md.
 */
import { Fault, systemCodeOf } from "./fault.ts";

/** A flag's value can be seen by other users of the machine. */
const EXAMPLE =
  "postgres://user@host:5432/database, or with a password, user:password@…, as DATABASE_URL";

/** Gives the text back when it is the address of a PostgreSQL database. Throws `usage`. */
export function checkDatabaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null)
    throw new Fault("usage", `the database's address is malformed: write ${EXAMPLE}`);
  if (url.protocol !== "postgres:" && url.protocol !== "postgresql:") {
    throw new Fault(
      "usage",
      `the database's address begins with "${url.protocol}": write ${EXAMPLE}`,
    );
  }
  if (url.hostname === "" && !url.searchParams.has("host")) {
    throw new Fault("usage", `the database's address names no host: write ${EXAMPLE}`);
  }
  const port = url.searchParams.get("port");
  if (port !== null && !isPort(port)) {
    throw new Fault("usage", "the database's port is no number from 1 to 65535");
  }
  checkEscapes(url);
  return text;
}

/** URL checks the port after the host, and nobody that in the query: with a bad one pg hangs. */
function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

/** What a person wrote, to be repeated to them: an address may stand where none is expected. */
export function withoutPasswords(text: string): string {
  return text.replace(/:\/\/.*@/s, "://…@");
}

/** A "/" in a password ends the host: what follows would be taken, and shown, for a path. */
function checkEscapes({ username, password, hostname, pathname, search, hash }: URL): void {
  if (`${pathname}${search}${hash}`.includes("@")) {
    throw new Fault(
      "usage",
      "the database's address has an @ after its host: in a name or password " +
        "write @ as %40, / as %2F, ? as %3F, # as %23",
    );
  }
  try {
    for (const part of [username, password, hostname, pathname]) decodeURIComponent(part);
  } catch (cause) {
    throw new Fault("usage", "the database's address has a % that begins no letter: write %25", {
      cause,
    });
  }
}

/** "user@host:5432/database": enough to recognise it, nothing to steal. */
export function nameDatabase(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  const user = url.username === "" ? "" : `${decodeURIComponent(url.username)}@`;
  const host = url.hostname === "" ? (url.searchParams.get("host") ?? "") : url.host;
  return `${user}${host}${url.pathname}`;
}

/** pg takes three modes for verify-full and tells the user so in ten lines: the name says it all. */
export function nameTlsMode(databaseUrl: string): string {
  if (/[?&]uselibpqcompat=true(&|$)/.test(databaseUrl)) return databaseUrl;
  return databaseUrl.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, "$1verify-full");
}

/** The failure to connect, in words for the person who wrote the address. */
export function describeConnectFailure(databaseUrl: string, cause: unknown): Fault {
  const name = nameDatabase(databaseUrl);
  return new Fault("database_unavailable", `database ${name}: ${reasonOf(cause)}`, { cause });
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "no server answers there; start it, or correct the address",
  ENOTFOUND: "this host is not known; correct the address",
  EAI_AGAIN: "this host's name cannot be looked up now; check the network or the address",
  ETIMEDOUT: "the server does not answer; check the network or the address",
  EHOSTUNREACH: "there is no way to this host; check the network or the address",
  ENETUNREACH: "there is no way to this host; check the network or the address",
  ENOENT: "there is no socket; start the server, or correct the address",
  "28P01": "the server refuses this user's password; correct it",
  "28000": "the server does not let this user in; check the user and the server's pg_hba.conf",
  "3D000": "there is no such database; create it, or correct the address",
  "53300": "the server has no free connection",
  "57P03": "the server is starting up or shutting down; try again",
};

function reasonOf(cause: unknown): string {
  const known = REASONS[systemCodeOf(cause)];
  if (known !== undefined) return known;
  const message = cause instanceof Error ? cause.message : "";
  if (/timeout/i.test(message)) return REASONS["ETIMEDOUT"] ?? "";
  if (/terminated unexpectedly/i.test(message))
    return "what answers there hung up, and may be no PostgreSQL; correct the address";
  if (/password must be a string/i.test(message))
    return "the server wants a password; add it to the address";
  const [line = ""] = message.split("\n");
  return line === "" ? "it cannot be reached" : line;
}
