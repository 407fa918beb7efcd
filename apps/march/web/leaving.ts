/**
 * What to ask of someone who leaves: whether the node took their pin away, and if it did not,
 * until when others may go on seeing it.
 *
 * Rule W23: docs/spec/march-page.md.
 */
export interface Standing {
  /** When one's own pin expires, in the node's time; null when none is seen here. */
  readonly pinExpiresAt: number | null;
  /** A stop that the node has not taken yet: the pin is seen by others, and no longer here. */
  readonly isWithdrawing: boolean;
  /** Whether this page ever heard the march: if not, an earlier visit may have left a pin. */
  readonly hasHeard: boolean;
  /** The node's time, as far as it is known. */
  readonly nowMs: number;
  readonly lifetimeMs: number;
}

/** Until when, at the latest, others may see one's pin; null when there is none. */
export function seenUntil(standing: Standing): number | null {
  const { pinExpiresAt, isWithdrawing, hasHeard, nowMs, lifetimeMs } = standing;
  if (pinExpiresAt !== null) return pinExpiresAt;
  return isWithdrawing || !hasHeard ? nowMs + lifetimeMs : null;
}
