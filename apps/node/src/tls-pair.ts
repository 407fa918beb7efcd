/**
 * A certificate and its key as two files in PEM, read and checked whole before anything uses them:
 * that they belong together, hold now, and name the hosts they are for. What is in them is never
 * repeated, in no complaint either.
 *
 * Rule N34: docs/spec/node.md.
 */
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { isIP } from "node:net";
import { createSecureContext } from "node:tls";
import { reasonOf } from "./data-directory.ts";
import { Fault } from "./fault.ts";

export interface TlsPaths {
  /** The certificate, and after it those that vouch for it. */
  readonly cert: string;
  readonly key: string;
}

export interface TlsPair {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** The hosts that it is for, names and addresses; "*.a.example" is for those below a.example. */
  readonly names: readonly string[];
  /** When it ends, ms since 1970. */
  readonly endsMs: number;
  /** Whether a browser takes it for this host. */
  covers(host: string): boolean;
}

/** A chain of three certificates has some 6 kB. */
const BYTES_MAX = 256 * 1_024;

/** Throws `usage` for files that are no such pair, `tls_unusable` for one that does not hold now. */
export async function readTlsPair(paths: TlsPaths, nowMs: number): Promise<TlsPair> {
  const cert = await contentOf("--tls-cert", paths.cert);
  const key = await contentOf("--tls-key", paths.key);
  const leaf = parsed(`--tls-cert: ${paths.cert} holds no certificate in PEM`, () => {
    createSecureContext({ cert });
    return new X509Certificate(cert);
  });
  checkKey(leaf, keyOf(key, paths.key), paths);
  checkTime(leaf, paths.cert, nowMs);
  const names = namesOf(leaf);
  if (names.length === 0) {
    throw new Fault("usage", `--tls-cert: ${paths.cert} names no host (subjectAltName)`);
  }
  const covers = (host: string) =>
    (isIP(host) === 0 ? leaf.checkHost(host) : leaf.checkIP(host)) !== undefined;
  return { cert, key, names, endsMs: leaf.validToDate.getTime(), covers };
}

async function contentOf(flag: string, path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size <= BYTES_MAX) return await readFile(path);
  } catch (cause) {
    throw new Fault("usage", `${flag}: cannot read ${path}: ${reasonForFile(cause)}`, { cause });
  }
  throw new Fault("usage", `${flag}: ${path} has more than ${BYTES_MAX / 1_024} kB`);
}

/** A directory's reasons are those of a file, but that one which is missing cannot be made here. */
function reasonForFile(cause: unknown): string {
  const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
  return isMissing ? "there is no such file" : reasonOf(cause);
}

function parsed<T>(complaint: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new Fault("usage", complaint, { cause });
  }
}

function keyOf(pem: Buffer, path: string): KeyObject {
  if (/ENCRYPTED/.test(pem.toString("latin1"))) {
    throw new Fault("usage", `--tls-key: ${path} asks for a passphrase; give one without`);
  }
  return parsed(`--tls-key: ${path} holds no private key in PEM`, () => createPrivateKey(pem));
}

function checkKey(leaf: X509Certificate, key: KeyObject, paths: TlsPaths): void {
  if (leaf.checkPrivateKey(key)) return;
  const message = `${paths.key} is not the key of the first certificate in ${paths.cert}`;
  throw new Fault("usage", `--tls-key: ${message}`);
}

function checkTime({ validFromDate, validToDate }: X509Certificate, path: string, nowMs: number) {
  if (validToDate.getTime() <= nowMs) {
    const message = `the certificate in ${path} ended on ${dayOf(validToDate)}: renew it`;
    throw new Fault("tls_unusable", message);
  }
  if (validFromDate.getTime() > nowMs) {
    const from = dayOf(validFromDate);
    const message = `the certificate in ${path} holds from ${from} only: check this machine's clock`;
    throw new Fault("tls_unusable", message);
  }
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** "DNS:a.example, IP Address:192.0.2.1" */
function namesOf({ subjectAltName = "" }: X509Certificate): readonly string[] {
  return [...subjectAltName.matchAll(/(?:DNS|IP Address):([^,\s"]+)/g)].map(
    ([, name = ""]) => name,
  );
}
