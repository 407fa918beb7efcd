/**
 * The times of the protocol, in milliseconds of a member's own monotonic clock.
 *
 *     heartbeat sent ──────────── actMs ──────────►│ acting ends
 *        its counter received ─────── watchMs ─────────►│ burial allowed
 *
 * A member stops acting before anybody may bury it as long as no clock runs more than
 * (watchMs - actMs) / (watchMs + actMs) fast or slow: 11.8 % with these defaults. Sleeps of its
 * machine that are too short to be noticed lengthen acting by 2 partMs at most; then 4.8 % is left.
 *
 * Rules P3, P5, P6, P13: docs/spec/partition.md.
 */
export interface Timing {
  /** From one heartbeat to the next. */
  readonly beatMs: number;
  /** How long a member may act after it began to send the last heartbeat that was answered. */
  readonly actMs: number;
  /** How long one must have watched a member's counter stand still before burying it. */
  readonly watchMs: number;
  /** The longest silence between answers to one's own heartbeats that a watch survives. */
  readonly gapMs: number;
  /** How long the application may take to stop before the member gives up on it. */
  readonly stopMs: number;
  /** How far wall and monotonic clock may part between two looks: a suspended machine. */
  readonly partMs: number;
}

export const TIMING: Timing = {
  beatMs: 500,
  actMs: 2_600,
  watchMs: 3_300,
  gapMs: 1_000,
  stopMs: 5_000,
  partMs: 200,
};

/** A look at both clocks of a process. */
export interface Instant {
  /** From some start, never set: what all waiting here is measured by. */
  readonly monotonicMs: number;
  readonly wallMs: number;
}
