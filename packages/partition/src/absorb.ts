/**
 * What an event changes in what a member knows.
 *
 * Rules P6, P13: docs/spec/partition.md.
 */
import { absorbAnswer } from "./answers.ts";
import { stopped } from "./barrier.ts";
import { withStopped, withUnwanted } from "./holdings.ts";
import { looked } from "./lease.ts";
import { type Event, LANES, type MemberState, RETRY_MS, type Step } from "./state.ts";
import type { Instant } from "./timing.ts";

export function absorb(before: MemberState, event: Event, at: Instant): Step {
  const lease = looked(before.lease, at, before.timing);
  const state = { ...before, lease, nowMs: at.monotonicMs };
  if (event.kind === "answered" || event.kind === "failed") return settled(state, event);
  return [told(state, event), []];
}

type Told = Exclude<Event, { kind: "answered" | "failed" }>;
type Settled = Extract<Event, { kind: "answered" | "failed" }>;

function told(state: MemberState, event: Told): MemberState {
  switch (event.kind) {
    case "changed":
      return { ...state, beatAtMs: Math.min(state.beatAtMs, state.nowMs + event.delayMs) };
    case "freed":
      return { ...state, claimIsDue: true };
    case "dropped":
      return { ...state, dropped: new Set([...state.dropped, event.id]) };
    case "stopped":
      return { ...state, barrier: stopped(state.barrier, event.turn, event.isFinished) };
    case "yielded":
      return { ...state, holdings: withStopped(state.holdings, event.keys) };
    case "weighed":
      return { ...state, loads: event.loads };
    case "want":
      return { ...state, names: [...new Set([...state.names, ...event.keys])] };
    case "unwant":
      return { ...state, holdings: withUnwanted(state.holdings, event.keys) };
    case "leave":
      return { ...state, phase: "leaving", comesBack: false };
    case "tick":
    default:
      return state;
  }
}

/** Answers to calls that nobody waits for any more say nothing. */
function settled(before: MemberState, event: Settled): Step {
  const call = [...before.calls.values()].find(({ number }) => number === event.call);
  if (call === undefined) return [before, []];
  const lane = LANES[call.request.kind];
  const calls = new Map(before.calls);
  calls.delete(lane);
  const state = { ...before, calls };
  if (event.kind === "answered") return absorbAnswer(state, call, event.answer);
  const retryAtMs = new Map(state.retryAtMs).set(lane, state.nowMs + RETRY_MS);
  return [{ ...state, retryAtMs }, []];
}
