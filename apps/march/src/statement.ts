/**
 * What a key signs beside records: that its holder joins, that a steward erases, and what a
 * steward decides (`decision.ts`). Each has a label of its own, so that no signature can be passed
 * off as another, and a time, so that it cannot be kept for later.
 *
 * Rules A5, A18: docs/spec/march.md.
 */
import { type Identity, sha256, type Verifier } from "@muster/replica";
import { base64url } from "jose";

/** A statement older than this is refused; one to join, also when it is as much ahead. */
export const STATEMENT_MS_MAX = 60_000;
/** How far the clock of whoever signs for a steward may be ahead. */
export const STATEMENT_AHEAD_MS_MAX = 5_000;

export const DECISIONS = [
  "appoint",
  "hand-over",
  "resign",
  "remove",
  "remove-and-revoke",
  "revoke",
  "vouch",
  "end",
] as const;
export type Decision = (typeof DECISIONS)[number];

export interface Statement {
  readonly does: "join" | "erase" | Decision;
  readonly march: string;
  /** Milliseconds since the epoch, in the node's time. */
  readonly at: number;
  /** The person or the link that a decision is about; "" where it is about none. */
  readonly about?: string;
}

export interface Signed {
  readonly at: number;
  readonly signature: Uint8Array;
}

export async function signStatement(identity: Identity, statement: Statement): Promise<Signed> {
  return { at: statement.at, signature: await identity.sign(bytesOf(statement)) };
}

export function isSigned(
  verifier: Verifier,
  statement: Statement,
  by: { readonly key: Uint8Array; readonly signature: Uint8Array },
): Promise<boolean> {
  return verifier.verify(by.key, bytesOf(statement), by.signature);
}

/** The name under which a key's holder is known in a march: 128 bits of the key's hash. */
export async function personOf(publicKey: Uint8Array): Promise<string> {
  const hash = await sha256(publicKey);
  return base64url.encode(hash.subarray(0, 16));
}

/** No field can hold a NUL: what a decision is about is checked before anyone signs or verifies. */
function bytesOf({ does, march, at, about }: Statement): Uint8Array {
  const target = about === undefined ? "" : `\0${about}`;
  return new TextEncoder().encode(`muster march 1\0${does}\0${march}\0${at}${target}`);
}
