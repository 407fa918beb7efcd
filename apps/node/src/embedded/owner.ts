/**
 * Who the database belongs to.
 *
 * PostgreSQL refuses to run as root. An ordinary user owns the data; for root
 * it is whoever owns the data already, else the first of a few system users
 * (docs/decisions/0003-embedded-postgres.md).
 *
 * Rule N14: docs/spec/node.md.
 */
import { readFileSync, statSync } from "node:fs";
import { Fault } from "../fault.ts";

export interface Owner {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const CANDIDATES = ["muster", "postgres", "nobody"];
const PASSWD = "/etc/passwd";

/** The user to become before PostgreSQL starts; null when we are an ordinary user. */
export function chooseOwner(home: string): Owner | null {
  if (process.getuid?.() !== 0) return null;
  const users = parsePasswd(readFileSync(PASSWD, "utf8"));
  const owner = pickOwner(users, ownerOf(home));
  if (owner !== null) return owner;
  throw new Fault(
    "embedded_failed",
    `PostgreSQL does not run as root, and ${PASSWD} has none of the users ` +
      `${CANDIDATES.join(", ")}: add one, start as an ordinary user, or set DATABASE_URL`,
  );
}

/** Data that belongs to an ordinary user stays theirs. */
export function pickOwner(users: readonly Owner[], uidOfData: number | null): Owner | null {
  const current = users.find((user) => user.uid === uidOfData && user.uid !== 0);
  if (current !== undefined) return current;
  const found = CANDIDATES.map((name) => users.find((user) => user.name === name));
  return found.find((user) => user !== undefined && user.uid !== 0) ?? null;
}

/** Gives up root for good, in this process and in all that it starts. */
export function becomeOwner(owner: Owner): void {
  try {
    process.setgroups?.([owner.gid]);
    process.setgid?.(owner.gid);
    process.setuid?.(owner.uid);
  } catch (cause) {
    throw new Fault(
      "embedded_failed",
      `PostgreSQL does not run as root, and this root may not become ${owner.name}: ` +
        "start as an ordinary user, or set DATABASE_URL",
      { cause },
    );
  }
}

export function parsePasswd(text: string): Owner[] {
  return text
    .split("\n")
    .map((line) => line.split(":"))
    .filter((fields) => fields.length >= 4)
    .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

function ownerOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.uid ?? null;
}
