/**
 * What this phone keeps of a march, and for how long. Never a position, of anyone.
 *
 *   made (invited only) ─join─► joined ─leave, or the end─► deleted
 *
 * Rule W15: docs/spec/march-page.md.
 */
export interface KeptMarch {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
  readonly lifetimeMs: number;
  /** Not extractable: no script can read the private one. */
  readonly keys: CryptoKeyPair;
  readonly invite: string;
  readonly name: string;
  readonly contingents: readonly string[];
  readonly intervalMs: number;
  /** Null until this phone has joined. */
  readonly joined: Joined | null;
}

export interface Joined {
  readonly person: string;
  readonly token: string;
  readonly contingent: string;
  readonly rights: readonly string[];
}

/** Marches that have ended and are to be deleted from this phone. */
export function ended(marches: readonly KeptMarch[], nowMs: number): readonly KeptMarch[] {
  return marches.filter(({ endsAt }) => endsAt <= nowMs);
}
