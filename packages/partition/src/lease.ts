/**
 * How long a member may act: its own deadline, by its own monotonic clock.
 *
 * It is counted from before the heartbeat was sent, never from its answer: what an answer proves
 * is that the member was alive when the database handled it, which was after the sending.
 *
 * Rule P6: docs/spec/partition.md.
 */
import type { Instant, Timing } from "./timing.ts";

export interface Lease {
  /** Acting ends here. */
  readonly untilMs: number;
  /** Heartbeats sent earlier prove nothing: the machine was suspended since. */
  readonly trustedFromMs: number;
  /** What looks are compared with: kept for as long as a lease lasts, so that short sleeps add up. */
  readonly lookedAt: Instant;
}

const NEVER = Number.NEGATIVE_INFINITY;

export function noLease(at: Instant): Lease {
  return { untilMs: NEVER, trustedFromMs: NEVER, lookedAt: at };
}

export function renewed(lease: Lease, sentAtMs: number, timing: Timing): Lease {
  if (sentAtMs < lease.trustedFromMs) return lease;
  return { ...lease, untilMs: Math.max(lease.untilMs, sentAtMs + timing.actMs) };
}

/** A look at the clocks: when they have parted within a lease's time, the member fences itself. */
export function looked(lease: Lease, at: Instant, timing: Timing): Lease {
  const wentMs = at.monotonicMs - lease.lookedAt.monotonicMs;
  const partedMs = at.wallMs - lease.lookedAt.wallMs - wentMs;
  if (Math.abs(partedMs) <= timing.partMs) {
    return wentMs < timing.actMs ? lease : { ...lease, lookedAt: at };
  }
  return { untilMs: NEVER, trustedFromMs: at.monotonicMs, lookedAt: at };
}

/** For whoever is about to act between two looks of the rules: a machine that slept is noticed. */
export function mayAct(lease: Lease, at: Instant, timing: Timing): boolean {
  return holdsAt(looked(lease, at, timing), at.monotonicMs);
}

export function holdsAt(lease: Lease, monotonicMs: number): boolean {
  return monotonicMs < lease.untilMs;
}
