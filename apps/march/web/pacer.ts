/**
 * When to send a position. A wish of the person (share, how often) against what the phone can
 * tell; what is sent is never older than the interval, so that a pin never looks fresher than
 * it is.
 *
 *   wait ──interval over──► fix fresh? ─► send
 *                                └─ no ─► ask the phone, send what it answers
 *
 * Rules W8, W9: docs/spec/march-page.md.
 */
/** As in the settings: 5 s, 15 s, 30 s, 1 min, 5 min. */
export const INTERVALS_MS = [5_000, 15_000, 30_000, 60_000, 300_000] as const;
export const INTERVAL_MS_USUAL = 15_000;

/** Timers come a little early or late: a send that is this near is due. */
const SLACK_MS = 250;

export interface Pace {
  readonly isSharing: boolean;
  /** The page is hidden: the phone may stop it at any moment, and says nothing of its place. */
  readonly isHidden: boolean;
  readonly intervalMs: number;
  /** On this device's clock; null when never. */
  readonly sentAtMs: number | null;
  readonly fixAtMs: number | null;
}

export function nextStep(pace: Pace, nowMs: number): "wait" | "ask" | "send" {
  if (!pace.isSharing || pace.isHidden) return "wait";
  // A clock that was set back must not silence us until it has caught up.
  const sinceMs = pace.sentAtMs === null ? Infinity : Math.abs(nowMs - pace.sentAtMs);
  if (sinceMs < pace.intervalMs - SLACK_MS) return "wait";
  // With the slack: else what was sent an interval ago would be sent again, as old as that.
  const freshMs = pace.intervalMs - SLACK_MS;
  const isFresh = pace.fixAtMs !== null && Math.abs(nowMs - pace.fixAtMs) < freshMs;
  return isFresh ? "send" : "ask";
}
