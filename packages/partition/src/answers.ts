/**
 * What an answer of the database changes in what a member knows.
 *
 * Rules P3, P5, P8, P13, P15: docs/spec/partition.md.
 */
import type { Seat } from "./barrier.ts";
import { withClaimed, withNames, without } from "./holdings.ts";
import { renewed } from "./lease.ts";
import {
  type Call,
  type Effect,
  type MemberState,
  RETRY_MS,
  type Step,
  withoutLife,
} from "./state.ts";
import type { Answer, MemberId, NameAnswer, Reading, Request } from "./store.ts";
import { cleared, watched } from "./watch.ts";

/** How often a member asks what it holds though it wants no more: claims may happen late. */
const AUDIT_MS = 5_000;

export function absorbAnswer(state: MemberState, call: Call, answer: Answer): Step {
  const known = state.watch.server?.timeline ?? answer.timeline;
  // Another database, that may have lost what this member was told.
  if (answer.timeline !== known) return withoutLife(state, "failover");
  if (answer.kind === "leave") return withoutLife(state, null);
  if (answer.kind === "join") return born(state, call, answer.value);
  if (answer.kind === "bury") return judged(state, call.request, answer.value);
  if (answer.kind === "steady")
    return [{ ...state, quietUntilMs: null, beatAtMs: state.nowMs }, []];
  if (answer.kind === "release") return released(state, call.request);
  // The rest is answered with nothing to those alone who are dead.
  if (answer.value === null) return withoutLife(state, "buried");
  if (answer.kind === "claimNames") return named(state, call.request, answer.value);
  return [learned(state, call, answer), []];
}

type Learned = Exclude<
  Answer,
  { kind: "join" | "bury" | "steady" | "release" | "leave" | "claimNames" }
>;

function learned(state: MemberState, { request, sentAtMs }: Call, answer: Learned): MemberState {
  if (answer.value === null) return state;
  if (answer.kind === "beat") return alive(state, sentAtMs, answer.value);
  if (answer.kind === "acknowledge") return read(acknowledged(state, request), answer.value);
  const holdings = withClaimed(state.holdings, answer.value);
  // Who got all that was asked for may get more.
  const isFull = request.kind === "claim" && answer.value.length >= request.quota;
  const claimIsDue = state.claimIsDue || isFull;
  return { ...state, holdings, claimIsDue, auditAtMs: state.nowMs + AUDIT_MS };
}

interface Birth {
  readonly id: MemberId;
  readonly reading: Reading;
}

/** Joining is the first heartbeat. A joiner acts under nothing, so it has acknowledged its epoch. */
function born(state: MemberState, { sentAtMs }: Call, { id, reading }: Birth): Step {
  const phase = state.phase === "leaving" ? "leaving" : "member";
  const barrier = { ...state.barrier, acknowledged: reading.epoch };
  const next = alive({ ...state, id, phase, barrier }, sentAtMs, reading);
  return [next, [{ kind: "joined", id }]];
}

/** The answer to a heartbeat: it proves that the member was alive after the sending. */
function alive(before: MemberState, sentAtMs: number, reading: Reading): MemberState {
  const state = read(before, reading);
  const { timing, nowMs } = state;
  return {
    ...state,
    lease: renewed(state.lease, sentAtMs, timing),
    watch: watched(state.watch, reading, { nowMs, timing }),
    neighbourLoads: reading.watched.map(({ load }) => load),
    claimIsDue: true,
  };
}

/** Readings may overtake each other: an older one changes nothing. */
function read(state: MemberState, reading: Reading): MemberState {
  if (reading.epoch < (state.seat?.epoch ?? 0)) return state;
  const isSteady = reading.steady || state.settings.fenced;
  const quietUntilMs = isSteady ? null : (state.quietUntilMs ?? state.nowMs + state.timing.watchMs);
  const leaves = reading.draining && state.phase === "member";
  const next: MemberState = { ...state, seat: seatOf(state.seat, reading, isSteady), quietUntilMs };
  return leaves ? { ...next, phase: "leaving", comesBack: false } : next;
}

function seatOf(before: Seat | null, reading: Reading, isSteady: boolean): Seat {
  const { index, size, epoch } = reading;
  const known = before?.epoch === epoch ? before : null;
  return {
    index,
    size,
    epoch,
    everyone: Math.max(known?.everyone ?? 0, reading.everyone),
    isSteady: isSteady || known?.isSteady === true,
  };
}

function acknowledged(state: MemberState, request: Request): MemberState {
  if (request.kind !== "acknowledge") return state;
  return { ...state, barrier: { ...state.barrier, acknowledged: request.epoch } };
}

/** What an answer does not name is asked again after the others; not at once where it names none. */
function named(state: MemberState, request: Request, answers: readonly NameAnswer[]): Step {
  if (request.kind !== "claimNames") return [state, []];
  const effects: Effect[] = answers.map((answer) => ({ kind: "named", answer }));
  const mine = answers.filter((answer) => "fence" in answer);
  const holdings = withNames(state.holdings, mine);
  const answered = new Set(answers.map(({ key }) => key));
  const asked = new Set(request.keys);
  const left = state.names.filter((name) => !answered.has(name));
  const names = [
    ...left.filter((name) => !asked.has(name)),
    ...left.filter((name) => asked.has(name)),
  ];
  const isNone = !request.keys.some((key) => answered.has(key));
  const retryAtMs = isNone
    ? new Map(state.retryAtMs).set("hold", state.nowMs + RETRY_MS)
    : state.retryAtMs;
  return [{ ...state, holdings, names, retryAtMs }, effects];
}

function judged(state: MemberState, request: Request, isBuried: boolean): Step {
  if (request.kind !== "bury") return [state, []];
  const { id } = request.suspect;
  const dropped = new Set(state.dropped);
  dropped.delete(id);
  const next = { ...state, watch: cleared(state.watch, id), dropped };
  if (!isBuried) return [next, []];
  return [{ ...next, beatAtMs: state.nowMs }, [{ kind: "buried", id }]];
}

function released(state: MemberState, request: Request): Step {
  if (request.kind !== "release") return [state, []];
  const keys = request.keys.map(({ key }) => key);
  const holdings = without(state.holdings, request.keys);
  return [{ ...state, holdings }, [{ kind: "released", keys }]];
}
