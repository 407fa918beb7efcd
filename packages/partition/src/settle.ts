/**
 * What a member does next, derived from what it knows. Run after every event; it asks for nothing
 * twice, because what has been asked for is part of the state.
 *
 * Rules P3, P4, P5, P6, P8, P12, P13, P15: docs/spec/partition.md.
 */
import { acted, barrierMove, isStuck, stopped } from "./barrier.ts";
import { areInUse, numberedCount, settleHoldings, sparesOf } from "./holdings.ts";
import { holdsAt } from "./lease.ts";
import { quotaOf } from "./quota.ts";
import {
  type Effect,
  LANES,
  type Lane,
  type MemberState,
  type Step,
  withoutLife,
} from "./state.ts";
import type { MemberId, Request } from "./store.ts";
import { suspectsOf, widthOf } from "./watch.ts";
import { chooseByLoad, sum } from "./weights.ts";

/** More keys are not claimed or released in one request: the database is through with it in time. */
const KEYS_MAX = 1_000;

type Settle = (state: MemberState) => Step;

/** Stopping comes before everything else. */
const STEPS: readonly Settle[] = [
  settleBarrier,
  settleKeys,
  settleBeat,
  settleLife,
  settleClaims,
  settleWatch,
];

export function settle(before: MemberState): Step {
  let state = before;
  const effects: Effect[] = [];
  for (const step of STEPS) {
    const [next, more] = step(state);
    state = next;
    effects.push(...more);
  }
  return [state, effects];
}

function settleBarrier(before: MemberState): Step {
  const [state, effects] = freed(before);
  const { barrier, seat, id } = state;
  const isStaying = state.phase === "member" && !state.settings.fenced;
  const may = isStaying && isHeld(state);
  const move = barrierMove(barrier, seat, may);
  if (move === "stop" && barrier.acting !== null) {
    const { turn } = barrier.acting;
    const stopping = { ...state, barrier: { ...barrier, stoppingSinceMs: state.nowMs } };
    return [stopping, [...effects, { kind: "stop", turn }]];
  }
  if (move === "act" && seat !== null) {
    const acting = acted(barrier, seat);
    return [{ ...state, barrier: acting }, [...effects, { kind: "act", view: acting.acting }]];
  }
  if (move === "acknowledge" && seat !== null && id !== null) {
    const [asked, calls] = ask(state, { kind: "acknowledge", id, epoch: seat.epoch });
    return [asked, [...effects, ...calls]];
  }
  return [state, effects];
}

/** One application that does not stop must not halt the group: the member leaves and comes back. */
function freed(state: MemberState): Step {
  const { barrier, phase } = state;
  if (barrier.acting === null || !isStuck(barrier, state.nowMs, state.timing.stopMs))
    return [state, []];
  const free = { ...state, barrier: stopped(barrier, barrier.acting.turn, false) };
  if (phase !== "member") return [free, []];
  return [{ ...free, phase: "leaving", comesBack: true }, [{ kind: "died", why: "stuck" }]];
}

function settleKeys(state: MemberState): Step {
  const moves = settleHoldings(state.holdings, {
    atMs: state.nowMs,
    may: isHeld(state) && state.seat?.isSteady === true,
    quota: quotaFor(state),
    leaving: state.phase !== "member",
    stopMs: state.timing.stopMs,
    choose: (keys, count) => chosen(state, keys, count),
  });
  const lose = moves.lose.map((key): Effect => ({ kind: "lose", key }));
  const own = moves.own.map((owned): Effect => ({ kind: "own", owned }));
  return [{ ...state, holdings: moves.holdings }, [...lose, ...own]];
}

function quotaFor({ phase, seat, settings }: MemberState): number {
  if (phase !== "member" || seat === null) return 0;
  return quotaOf(settings.partitions, seat.size, seat.index);
}

/** By the loads where the application tells them, otherwise those that came last. */
function chosen(state: MemberState, keys: readonly string[], count: number): readonly string[] {
  if (count <= 0) return [];
  const { loads, neighbourLoads } = state;
  if (loads.size === 0) return keys.slice(-count);
  const loadOf = (key: string) => loads.get(key) ?? 0;
  const all = [...neighbourLoads, sum(keys.map(loadOf))];
  return chooseByLoad(keys, count, { loadOf, meanLoad: sum(all) / all.length });
}

function settleClaims(state: MemberState): Step {
  const { id } = state;
  if (id === null) return [state, []];
  const keys = sparesOf(state.holdings);
  if (keys.length > 0) return ask(state, { kind: "release", id, keys: keys.slice(0, KEYS_MAX) });
  if (state.phase !== "member") return [state, []];
  const claims = [claimOfNames(state, id), claimOfNumbers(state, id)].filter(
    (each) => each !== null,
  );
  const claim = claims.find(({ kind }) => kind !== state.lastClaim) ?? claims[0];
  if (claim === undefined) return [state, []];
  const [asked, effects] = ask(state, claim);
  if (effects.length === 0) return [asked, []];
  const claimIsDue = claim.kind === "claimNames" && state.claimIsDue;
  return [{ ...asked, claimIsDue, lastClaim: claim.kind }, effects];
}

type Claim<Kind> = Extract<Request, { readonly kind: Kind }>;

function claimOfNames({ names }: MemberState, id: MemberId): Claim<"claimNames"> | null {
  return names.length === 0 ? null : { kind: "claimNames", id, keys: names.slice(0, KEYS_MAX) };
}

function claimOfNumbers(state: MemberState, id: MemberId): Claim<"claim"> | null {
  const count = numberedCount(state.holdings);
  const quota = Math.min(quotaFor(state), count + KEYS_MAX);
  const lacks = state.claimIsDue && count < quota;
  const isUnsure = state.settings.partitions > 0 && state.nowMs >= state.auditAtMs;
  return lacks || isUnsure ? { kind: "claim", id, quota } : null;
}

function settleLife(state: MemberState): Step {
  const { phase, id, quietUntilMs } = state;
  const isIdle = state.barrier.acting === null && !areInUse(state.holdings);
  if (phase === "joining")
    return id === null && isIdle ? ask(state, { kind: "join" }) : [state, []];
  if (phase === "member") {
    const isQuiet = id !== null && quietUntilMs !== null && state.nowMs >= quietUntilMs;
    return isQuiet ? ask(state, { kind: "steady", id }) : [state, []];
  }
  if (phase === "gone" || !isIdle || state.calls.has("life")) return [state, []];
  if (id === null) return [{ ...state, phase: "gone" }, [{ kind: "gone" }]];
  // The database cannot be told: the others will notice.
  if (!isHeld(state)) return settleLife(withoutLife(state, null)[0]);
  // Once it has left nothing is released any more, and the rows of its names would stay.
  const isHandedOver = !state.calls.has("hold") && sparesOf(state.holdings).length === 0;
  return isHandedOver ? ask(state, { kind: "leave", id }) : [state, []];
}

function settleWatch(state: MemberState): Step {
  const { id, watch, dropped, settings, timing } = state;
  if (id === null) return [state, []];
  const [lost] = settings.fenced ? dropped : [];
  const suspect =
    lost === undefined ? suspectsOf(watch, timing)[0] : { id: lost, dropped: true as const };
  return suspect === undefined ? [state, []] : ask(state, { kind: "bury", id, suspect });
}

function settleBeat(state: MemberState): Step {
  const { id, timing, watch, loads, holdings } = state;
  if (id === null || state.nowMs < state.beatAtMs) return [state, []];
  const load = sum([...loads].map(([key, each]) => (holdings.has(key) ? each : 0)));
  const width = widthOf(watch, timing);
  const [asked, effects] = ask(state, { kind: "beat", id, width, load });
  return [
    effects.length === 0 ? asked : { ...asked, beatAtMs: state.nowMs + timing.beatMs },
    effects,
  ];
}

function isHeld({ lease, nowMs }: MemberState): boolean {
  return holdsAt(lease, nowMs);
}

/** Nothing where the lane is busy or has just failed: what is still wanted is asked later. */
function ask(state: MemberState, request: Request): Step {
  const lane: Lane = LANES[request.kind];
  if (state.calls.has(lane) || state.nowMs < (state.retryAtMs.get(lane) ?? 0)) return [state, []];
  const call = { number: state.callsMade + 1, sentAtMs: state.nowMs, request };
  const calls = new Map(state.calls).set(lane, call);
  return [{ ...state, calls, callsMade: call.number }, [{ kind: "call", call }]];
}
