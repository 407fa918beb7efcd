/**
 * What an answer of the database changes in what a member knows.
 *
 * Rules P3, P5, P8, P13, P15: docs/spec/partition.md.
 */
import type { Seat } from "./barrier.ts";
import { withClaimed, withName, without } from "./holdings.ts";
import { renewed } from "./lease.ts";
import { type Call, type Effect, type MemberState, type Step, withoutLife } from "./state.ts";
import type { Answer, MemberId, NameAnswer, Reading, Suspect } from "./store.ts";
import { cleared, watched } from "./watch.ts";

/** How often a member asks what it holds though it wants no more: claims may happen late. */
const AUDIT_MS = 5_000;

export function absorbAnswer(state: MemberState, call: Call, answer: Answer, nowMs: number): Step {
  const { request } = call;
  const known = state.watch.server?.timeline ?? answer.timeline;
  // Another database, that may have lost what this member was told.
  if (answer.timeline !== known) return withoutLife(state, "failover");
  switch (answer.kind) {
    case "join":
      return born(state, call, answer.value, nowMs);
    case "beat":
      if (answer.value === null) return withoutLife(state, "buried");
      return [alive(state, call.sentAtMs, answer.value, nowMs), []];
    case "acknowledge":
      if (answer.value === null) return withoutLife(state, "buried");
      return [read(acknowledged(state, request), answer.value, nowMs), []];
    case "claim":
      if (answer.value === null) return withoutLife(state, "buried");
      return [
        {
          ...state,
          holdings: withClaimed(state.holdings, answer.value),
          auditAtMs: nowMs + AUDIT_MS,
        },
        [],
      ];
    case "claimNames":
      if (answer.value === null) return withoutLife(state, "buried");
      return named(state, answer.value);
    case "release":
      if (request.kind !== "release") return [state, []];
      return [
        { ...state, holdings: without(state.holdings, request.keys) },
        [{ kind: "released", keys: request.keys.map(({ key }) => key) }],
      ];
    case "bury":
      if (request.kind !== "bury") return [state, []];
      return judged(state, request.suspect, answer.value, nowMs);
    case "steady":
      return [{ ...state, quietUntilMs: null, beatAtMs: nowMs }, []];
    case "leave":
      return withoutLife(state, null);
  }
}

interface Birth {
  readonly id: MemberId;
  readonly reading: Reading;
}

/** Joining is the first heartbeat. A joiner acts under nothing, so it has acknowledged its epoch. */
function born(state: MemberState, call: Call, { id, reading }: Birth, nowMs: number): Step {
  const phase = state.phase === "leaving" ? "leaving" : "member";
  const barrier = { ...state.barrier, acknowledged: reading.epoch };
  const next = alive({ ...state, id, phase, barrier }, call.sentAtMs, reading, nowMs);
  return [next, [{ kind: "joined", id }]];
}

/** The answer to a heartbeat: it proves that the member was alive after the sending. */
function alive(before: MemberState, sentAtMs: number, reading: Reading, nowMs: number): MemberState {
  const state = read(before, reading, nowMs);
  const { timing } = state;
  return {
    ...state,
    lease: renewed(state.lease, sentAtMs, timing),
    watch: watched(state.watch, reading, nowMs, timing),
    neighbourLoads: reading.watched.map(({ load }) => load),
    claimIsDue: true,
  };
}

/** Readings may overtake each other: an older one changes nothing. */
function read(state: MemberState, reading: Reading, nowMs: number): MemberState {
  if (reading.epoch < (state.seat?.epoch ?? 0)) return state;
  const isSteady = reading.steady || state.settings.fenced;
  const quietUntilMs = isSteady ? null : (state.quietUntilMs ?? nowMs + state.timing.watchMs);
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

function acknowledged(state: MemberState, request: Call["request"]): MemberState {
  if (request.kind !== "acknowledge") return state;
  return { ...state, barrier: { ...state.barrier, acknowledged: request.epoch } };
}

function named(state: MemberState, answers: readonly NameAnswer[]): Step {
  const effects: Effect[] = answers.map((answer) => ({ kind: "named", answer }));
  const mine = answers.filter((answer) => "fence" in answer);
  const holdings = mine.reduce(withName, state.holdings);
  const answered = new Set(answers.map(({ key }) => key));
  const names = state.names.filter((name) => !answered.has(name));
  return [{ ...state, holdings, names }, effects];
}

function judged(state: MemberState, { id }: Suspect, isBuried: boolean, nowMs: number): Step {
  const dropped = new Set(state.dropped);
  dropped.delete(id);
  const next = { ...state, watch: cleared(state.watch, id), dropped };
  if (!isBuried) return [next, []];
  return [{ ...next, beatAtMs: nowMs }, [{ kind: "buried", id }]];
}
