/**
 * What this phone keeps of a march, and for how long. Never a position, of anyone.
 *
 *   made (invited only) ─join─► joined ─leave, or the end─► deleted
 *
 * Rule W15: docs/spec/march-page.md.
 */
import type { KeptLink } from "./kept-links.ts";

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
  /** Invites that this phone made as a steward's, the oldest first. */
  readonly links: readonly KeptLink[];
  /** Null until this phone has joined. */
  readonly joined: Joined | null;
}

export interface Joined {
  readonly person: string;
  readonly token: string;
  readonly contingent: string;
  readonly rights: readonly string[];
}

/** No march lasts longer, so that a clock wrong by less deletes none that goes on. */
const DOUBT_MS = 24 * 3_600_000;

/**
 * Marches to be deleted by this phone's own clock, which may be wrong: the keys of a march that
 * goes on would be gone for good. One that ended since is deleted when the node says so.
 */
export function longEnded(marches: readonly KeptMarch[], nowMs: number): readonly KeptMarch[] {
  return marches.filter(({ endsAt }) => endsAt + DOUBT_MS <= nowMs);
}
