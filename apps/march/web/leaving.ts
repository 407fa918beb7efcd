/**
 * What to ask of someone who leaves: whether the node took their pin away, and if it did not,
 * until when others may go on seeing it.
 *
 * Rules W23, W36: docs/spec/march-page.md.
 */
import type { KeptMarch } from "./kept-march.ts";

export interface Standing {
  /** When one's own pin expires, in the node's time; null when none is seen here. */
  readonly pinExpiresAt: number | null;
  /** A stop that the node has not taken yet: the pin is seen by others, and no longer here. */
  readonly isWithdrawing: boolean;
  /** Whether this page ever heard the march: if not, an earlier visit may have left a pin. */
  readonly hasHeard: boolean;
  /** When this phone noted that it hears the march, in the node's time; null: never. */
  readonly heardAtMs: number | null;
  /** The node's time, as far as it is known. */
  readonly nowMs: number;
  readonly lifetimeMs: number;
}

/** More than it takes until a contact is noted again: a position may have been taken after the note. */
const NOTED_MS = 60_000;

/** Until when, at the latest, others may see one's pin; null when there is none. */
export function seenUntil(standing: Standing): number | null {
  const { pinExpiresAt, isWithdrawing, hasHeard, heardAtMs, nowMs, lifetimeMs } = standing;
  if (pinExpiresAt !== null) return pinExpiresAt;
  if (hasHeard) return isWithdrawing ? nowMs + lifetimeMs : null;
  const sharedAtMs = heardAtMs === null ? nowMs : Math.min(nowMs, heardAtMs + NOTED_MS);
  return sharedAtMs + lifetimeMs > nowMs ? sharedAtMs + lifetimeMs : null;
}

/** What is known of the marches that are kept. */
export interface Marches {
  readonly kept: readonly KeptMarch[];
  /** The one that is open here, if one is. */
  readonly open: {
    readonly march: Pick<KeptMarch, "id">;
    readonly seenUntil: number | null;
  } | null;
  /** The node's time in a march, as far as it is known, in milliseconds since the epoch. */
  readonly nowIn: (march: string) => number;
}

/**
 * Until when, at the latest, others may see a pin of this phone in any march, in the node's time;
 * null when they see none. Of a march that is not open nobody knows here whether it has one.
 */
export function lastSeenUntil({ kept, open, nowIn }: Marches): number | null {
  const each = kept.map(({ id, joined, endsAt, lifetimeMs }) => {
    if (joined === null || !joined.rights.includes("share")) return null;
    if (id === open?.march.id) return open.seenUntil;
    return endsAt > nowIn(id) ? Math.min(endsAt, nowIn(id) + lifetimeMs) : null;
  });
  const seen = each.filter((until) => until !== null);
  return seen.length === 0 ? null : Math.max(...seen);
}
