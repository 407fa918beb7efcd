/**
 * One member of a group: `step(state, event, at) → [state, effects]`, without a clock, socket or
 * database of its own. An event first changes what the member knows; what to do is then derived
 * from that, so that the order in which answers arrive decides nothing.
 *
 *     joining ──► member ──asked to──► leaving ──► gone
 *        ▲          │                     │
 *        └─ buried, ┴─────── stuck ───────┘
 *           failover
 *
 * Rules P3, P6, P13: docs/spec/partition.md.
 */
import { absorb } from "./absorb.ts";
import { mayAct } from "./lease.ts";
import { settle } from "./settle.ts";
import type { Event, MemberState, Step } from "./state.ts";
import type { Instant } from "./timing.ts";

/**
 * A lease that is over ends everything before the event is looked at: it may renew the lease, or say
 * that the application heard of the end from the clock.
 */
export function step(before: MemberState, event: Event, at: Instant): Step {
  if (mayAct(before.lease, at, before.timing)) return next(before, event, at);
  const [ended, first] = next(before, { kind: "tick" }, at);
  const [state, effects] = next(ended, event, at);
  return [state, [...first, ...effects]];
}

function next(before: MemberState, event: Event, at: Instant): Step {
  const [absorbed, heard] = absorb(before, event, at);
  const [state, effects] = settle(absorbed);
  return [state, [...heard, ...effects]];
}

/** When a tick is due after the last step; infinity where nothing waits for time alone. */
export function wakeAt(state: MemberState): number {
  const { nowMs, timing, barrier, lease, calls, quietUntilMs } = state;
  let atMs = Number.POSITIVE_INFINITY;
  const look = (eachMs: number) => {
    if (eachMs > nowMs && eachMs < atMs) atMs = eachMs;
  };
  if (state.id !== null && !calls.has("beat")) look(state.beatAtMs);
  if (quietUntilMs !== null) look(quietUntilMs);
  if (barrier.stoppingSinceMs !== null) look(barrier.stoppingSinceMs + timing.stopMs);
  else if (barrier.acting !== null) look(lease.untilMs);
  for (const { phase, stoppingSinceMs } of state.holdings.values()) {
    if (phase === "held") look(lease.untilMs);
    if (phase === "stopping") look(stoppingSinceMs + timing.stopMs);
  }
  for (const [lane, retryAtMs] of state.retryAtMs) if (!calls.has(lane)) look(retryAtMs);
  return atMs;
}
