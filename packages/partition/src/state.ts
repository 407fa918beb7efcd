/**
 * What a member knows, what it has asked for and not heard about yet, what can happen to it, and
 * what it wants done.
 */
import { type Barrier, type Seat, STOPPED, type View } from "./barrier.ts";
import { type Holdings, orphaned } from "./holdings.ts";
import { type Lease, noLease } from "./lease.ts";
import type { Answer, MemberId, NameAnswer, Owned, Request, Settings } from "./store.ts";
import type { Instant, Timing } from "./timing.ts";
import { NO_WATCH, type Watch } from "./watch.ts";

/** Requests of one lane wait for each other; lanes do not. */
export type Lane = "life" | "beat" | "hold" | "bury";

export const LANES = {
  join: "life",
  acknowledge: "life",
  steady: "life",
  leave: "life",
  beat: "beat",
  claim: "hold",
  claimNames: "hold",
  release: "hold",
  bury: "bury",
} as const satisfies Record<Request["kind"], Lane>;

/** What failed, or was answered with nothing, is not asked again before this, ms. */
export const RETRY_MS = 100;

export interface Call {
  readonly number: number;
  readonly sentAtMs: number;
  readonly request: Request;
}

export interface MemberState {
  readonly timing: Timing;
  /** Of the event that is handled, on the member's monotonic clock. */
  readonly nowMs: number;
  readonly settings: Settings;
  readonly phase: "joining" | "member" | "leaving" | "gone";
  /** Whether it joins again once it has left. */
  readonly comesBack: boolean;
  readonly id: MemberId | null;
  readonly seat: Seat | null;
  readonly lease: Lease;
  readonly barrier: Barrier;
  readonly watch: Watch;
  readonly dropped: ReadonlySet<MemberId>;
  readonly holdings: Holdings;
  /** Named keys that the application wants. */
  readonly names: readonly string[];
  /** What each partition weighs, where the application says so. */
  readonly loads: ReadonlyMap<string, number>;
  /** Of the members last seen in a heartbeat. */
  readonly neighbourLoads: readonly number[];
  readonly calls: ReadonlyMap<Lane, Call>;
  readonly callsMade: number;
  readonly beatAtMs: number;
  /** What failed is not tried again before then. */
  readonly retryAtMs: ReadonlyMap<Lane, number>;
  /** What was claimed last: the other goes first, so that neither keeps the other waiting. */
  readonly lastClaim: "claim" | "claimNames";
  /** Something has changed since the last claim, so that another may bring more. */
  readonly claimIsDue: boolean;
  /** When to ask what the database says that it holds. */
  readonly auditAtMs: number;
  /** After a failover, until when nothing may be acted on. */
  readonly quietUntilMs: number | null;
}

export type Event =
  | { readonly kind: "tick" }
  | { readonly kind: "answered"; readonly call: number; readonly answer: Answer }
  /** No answer came: it may have happened or not. */
  | { readonly kind: "failed"; readonly call: number }
  /** Something changed in the group; `delayMs` keeps many from asking at once. */
  | { readonly kind: "changed"; readonly delayMs: number }
  | { readonly kind: "freed" }
  /** The lock of another member's connection is gone (P16). */
  | { readonly kind: "dropped"; readonly id: MemberId }
  /** The application acts under that view no longer; one that is finished wants the next epoch. */
  | { readonly kind: "stopped"; readonly turn: number; readonly isFinished: boolean }
  /** The application has stopped using keys that it lost, under those fences. */
  | { readonly kind: "yielded"; readonly keys: readonly Owned[] }
  | { readonly kind: "weighed"; readonly loads: ReadonlyMap<string, number> }
  | { readonly kind: "want"; readonly keys: readonly string[] }
  | { readonly kind: "unwant"; readonly keys: readonly string[] }
  | { readonly kind: "leave" };

export type Death = "buried" | "failover" | "stuck";

export type Effect =
  | { readonly kind: "call"; readonly call: Call }
  | { readonly kind: "act"; readonly view: View }
  | { readonly kind: "stop"; readonly turn: number }
  | { readonly kind: "own"; readonly owned: Owned }
  | { readonly kind: "lose"; readonly key: string }
  | { readonly kind: "named"; readonly answer: NameAnswer }
  | { readonly kind: "released"; readonly keys: readonly string[] }
  | { readonly kind: "joined"; readonly id: MemberId }
  | { readonly kind: "died"; readonly why: Death }
  | { readonly kind: "buried"; readonly id: MemberId }
  | { readonly kind: "gone" };

export type Step = readonly [MemberState, readonly Effect[]];

export function newMember(settings: Settings, timing: Timing, at: Instant): MemberState {
  return {
    timing,
    nowMs: at.monotonicMs,
    settings,
    phase: "joining",
    comesBack: true,
    id: null,
    seat: null,
    lease: noLease(at),
    barrier: STOPPED,
    watch: NO_WATCH,
    dropped: new Set(),
    holdings: new Map(),
    names: [],
    loads: new Map(),
    neighbourLoads: [],
    calls: new Map(),
    callsMade: 0,
    beatAtMs: 0,
    retryAtMs: new Map(),
    lastClaim: "claim",
    claimIsDue: false,
    auditAtMs: 0,
    quietUntilMs: null,
  };
}

/** The member's life is over: nothing that it was told or asked for counts any more. */
export function withoutLife(state: MemberState, why: Death | null): Step {
  const { settings, timing, lease, barrier, names, loads, callsMade, phase, comesBack } = state;
  const next: MemberState = {
    ...newMember(settings, timing, lease.lookedAt),
    phase: phase === "leaving" && !comesBack ? "leaving" : "joining",
    comesBack: phase !== "leaving" || comesBack,
    // After a failover an epoch of before may come again.
    barrier: { ...barrier, acknowledged: 0, finished: 0 },
    holdings: orphaned(state.holdings),
    names,
    loads,
    callsMade,
  };
  return [next, why === null ? [] : [{ kind: "died", why }]];
}
