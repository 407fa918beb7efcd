/**
 * What the person at the terminal asked for: flags first, then the environment,
 * then the default. Everything is checked here, before anything is started.
 *
 * Rules N7, N8: docs/spec/node.md.
 */
import { join, resolve } from "node:path";
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { checkDatabaseUrl, withoutPasswords } from "./database-url.ts";
import { Fault } from "./fault.ts";
import type { Io } from "./io.ts";
import type { TlsPaths } from "./tls-pair.ts";
import { noTrustedProxies, parseTrustedProxies, type TrustedProxies } from "./trusted-proxies.ts";

export interface NodeConfig {
  readonly host: string;
  /** 0 is any free port. */
  readonly port: number;
  readonly dataDirectory: string;
  /** Null for the embedded server. */
  readonly databaseUrl: string | null;
  /** A PMTiles file for the maps, or null for a plain grid. */
  readonly mapPath: string | null;
  /** The files of a certificate and its key, or null for plain HTTP. */
  readonly tlsPaths: TlsPaths | null;
  readonly proxies: TrustedProxies;
}

const PORT_DEFAULT = "4000";
const HOST_DEFAULT = "127.0.0.1";
const PORT_MAX = 65_535;

export const DATA_FLAGS = { data: { type: "string" } } as const;
export const DATABASE_FLAGS = { ...DATA_FLAGS, database: { type: "string" } } as const;
export const NODE_FLAGS = {
  ...DATABASE_FLAGS,
  port: { type: "string" },
  host: { type: "string" },
  map: { type: "string" },
  "tls-cert": { type: "string" },
  "tls-key": { type: "string" },
  "trusted-proxy": { type: "string" },
} as const;

export function readNodeConfig(args: readonly string[], io: Io): NodeConfig {
  return nodeConfigOf(parseFlags(args, NODE_FLAGS), io);
}

export type NodeFlags = Readonly<Partial<Record<keyof typeof NODE_FLAGS, string | undefined>>>;

/** Throws `usage`. */
export function nodeConfigOf(flags: NodeFlags, io: Io): NodeConfig {
  return {
    host: hostOf(flags.host ?? nonEmpty(io.env["HOST"]) ?? HOST_DEFAULT),
    port: parsePort(flags.port ?? nonEmpty(io.env["PORT"]) ?? PORT_DEFAULT),
    dataDirectory: dataDirectoryOf(flags.data, io),
    databaseUrl: databaseUrlOf(flags.database, io),
    mapPath: mapPathOf(flags.map ?? nonEmpty(io.env["MAP"])),
    tlsPaths: tlsPathsOf(
      flags["tls-cert"] ?? nonEmpty(io.env["TLS_CERT"]),
      flags["tls-key"] ?? nonEmpty(io.env["TLS_KEY"]),
    ),
    proxies: proxiesOf(flags["trusted-proxy"] ?? nonEmpty(io.env["TRUSTED_PROXY"])),
  };
}

export function dataDirectoryOf(flag: string | undefined, io: Io): string {
  if (flag === "") throw new Fault("usage", "--data needs the path of a directory");
  return flag === undefined ? join(io.root, ".muster") : resolve(flag);
}

export function databaseUrlOf(flag: string | undefined, io: Io): string | null {
  const text = flag ?? nonEmpty(io.env["DATABASE_URL"]);
  return text === undefined ? null : checkDatabaseUrl(text);
}

/** To Node no host is every address of the machine, which nobody asks for by leaving it out. */
function hostOf(host: string): string {
  if (host.trim() !== "") return host;
  throw new Fault("usage", "--host needs an address: 127.0.0.1, or 0.0.0.0 for every one");
}

function mapPathOf(path: string | undefined): string | null {
  if (path === "") throw new Fault("usage", "--map needs the path of a PMTiles file");
  return path === undefined ? null : resolve(path);
}

function tlsPathsOf(cert: string | undefined, key: string | undefined): TlsPaths | null {
  if (cert === "") throw new Fault("usage", "--tls-cert needs the path of a certificate in PEM");
  if (key === "") throw new Fault("usage", "--tls-key needs the path of a private key in PEM");
  if (cert !== undefined && key !== undefined) return { cert: resolve(cert), key: resolve(key) };
  if (cert === undefined && key === undefined) return null;
  const missing = cert === undefined ? "--tls-cert FILE" : "--tls-key FILE";
  throw new Fault("usage", `a certificate and its key belong together: add ${missing}`);
}

function proxiesOf(text: string | undefined): TrustedProxies {
  return text === undefined ? noTrustedProxies() : parseTrustedProxies(text);
}

/** node:util's parser, its complaint cut to one line. Throws `usage`. */
export function parseFlags<Flags extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Flags,
) {
  return orComplain(options, () => {
    const { values } = parseArgs({ args: args.map(marked), options, strict: true });
    return unmarkedValues(values);
  });
}

/** The same with words beside the flags, each of which is needed: `muster work <group>`. */
export function parseWords<Word extends string, Flags extends ParseArgsOptionsConfig>(
  args: readonly string[],
  names: readonly Word[],
  options: Flags,
) {
  const { positionals, values } = orComplain(options, () => {
    const parsed = parseArgs({
      args: args.map(marked),
      options,
      strict: true,
      allowPositionals: true,
    });
    return {
      positionals: parsed.positionals.map(unmarked),
      values: unmarkedValues(parsed.values),
    };
  });
  if (positionals.some((word) => word.includes("://"))) {
    throw new Fault("usage", "a database's address comes after --database");
  }
  const all = names.map((name) => `<${name}>`).join(" ");
  const missing = names[positionals.length];
  if (missing !== undefined) {
    throw new Fault("usage", `the ${missing} is missing: write ${all}, and flags after it`);
  }
  if (positionals.length > names.length) {
    throw new Fault("usage", `"${positionals[names.length]}" is one word too many: write ${all}`);
  }
  const words = Object.fromEntries(names.map((name, at) => [name, positionals[at] ?? ""]));
  return { words: words as Readonly<Record<Word, string>>, flags: values };
}

/** No argument has this character. */
const MARK = "\0";

/** To node:util "-1" is a flag, also where a number is asked for. */
function marked(arg: string): string {
  return /^-\d/.test(arg) ? `${MARK}${arg}` : arg;
}

function unmarked(text: string): string {
  return text.replaceAll(MARK, "");
}

function unmarkedValues<Values extends object>(values: Values): Values {
  const entries = Object.entries(values).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === "string" ? unmarked(value) : value,
  ]);
  return Object.fromEntries(entries) as Values;
}

/** What node:util says of a flag at the end, and of one before another flag. */
const WITHOUT_VALUE =
  /^Option '(?:-\w, )?(--[\w-]+)(?: <value>)?' argument (?:missing|is ambiguous)\.?$/;

function orComplain<Parsed>(options: ParseArgsOptionsConfig, parse: () => Parsed): Parsed {
  try {
    return parse();
  } catch (cause) {
    const said = unmarked(String(cause instanceof Error ? cause.message : cause));
    // It repeats what it does not understand, which may be a database's address without its flag.
    const [line = ""] = withoutPasswords(said).split(/\. |\n/);
    const complaint = line.replace(WITHOUT_VALUE, "$1 is without its value");
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new Fault("usage", `${complaint}: there are ${known.join(", ")}`, { cause });
  }
}

const SECONDS_MAX = 3_600;

/** A flag that gives a time, in milliseconds; null where it is not given. Throws `usage`. */
export function parseSeconds(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= SECONDS_MAX) return seconds * 1_000;
  throw new Fault("usage", `--${flag} "${text}": seconds from 0 to ${SECONDS_MAX} are needed`);
}

/** A flag that counts, from 1; null where it is not given. Throws `usage`. */
export function parseCount(flag: string, text: string | undefined, most: number): number | null {
  if (text === undefined) return null;
  const count = /^\d{1,8}$/.test(text) ? Number(text) : Number.NaN;
  if (count >= 1 && count <= most) return count;
  throw new Fault("usage", `--${flag} "${text}": a whole number from 1 to ${most} is needed`);
}

export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= PORT_MAX) return port;
  throw new Fault(
    "usage",
    `"${text}" is no port: a port is a number from 0 (any free one) to ${PORT_MAX}`,
  );
}

/** A variable that is set to nothing counts as not set, as in a shell's `PORT= npm start`. */
function nonEmpty(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}
