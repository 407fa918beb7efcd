/**
 * Ownership mode: the keys that a member holds, and what it may do with each.
 *
 *     claimed ──► idle ◄──application has stopped── stopping
 *                 │  │ wanted, and the lease is held      ▲
 *                 │  └─────────────────────────► held ────┘ surplus, or the lease lapsed
 *                 └─surplus─► spare ──released──► gone
 *
 * Rules P8, P12: docs/spec/partition.md.
 */
import type { Fence } from "./fence.ts";
import type { Owned } from "./store.ts";

export interface Holding {
  /** Null once the member that claimed it is dead: only the application's end is waited for. */
  readonly fence: Fence | null;
  readonly phase: "held" | "stopping" | "idle" | "spare";
  readonly stoppingSinceMs: number;
  /** The nonce under which the application was last given the key. */
  readonly given: number | null;
  /** A named key is outside the quota. */
  readonly named: boolean;
  /** The application asked to part with a named key. */
  readonly unwanted: boolean;
}

export type Holdings = ReadonlyMap<string, Holding>;

export interface Situation {
  readonly atMs: number;
  /** Without the lease nothing is held. */
  readonly may: boolean;
  /** How many numbered partitions the member should have; 0 where it leaves. */
  readonly quota: number;
  readonly leaving: boolean;
  readonly stopMs: number;
  /** Which of so many held partitions to part with. */
  readonly choose: (keys: readonly string[], count: number) => readonly string[];
}

export interface HoldingMoves {
  readonly holdings: Holdings;
  readonly lose: readonly string[];
  readonly own: readonly Owned[];
}

export function settleHoldings(holdings: Holdings, now: Situation): HoldingMoves {
  const surplus = surplusOf(holdings, now);
  const next = new Map<string, Holding>();
  const lose: string[] = [];
  const own: Owned[] = [];
  for (const [key, before] of holdings) {
    const wanted = before.named ? !before.unwanted && !now.leaving : !surplus.has(key);
    const { fence } = before;
    const phase = nextPhase(before, wanted && fence !== null, now);
    if (phase === "spare" && fence === null) continue;
    const isNew = phase === "stopping" && before.phase === "held";
    next.set(key, { ...before, phase, ...(isNew ? { stoppingSinceMs: now.atMs } : {}) });
    if (isNew) lose.push(key);
    if (phase !== "held" || before.phase !== "idle" || fence === null) continue;
    next.set(key, { ...before, phase, given: fence.nonce });
    own.push({ key, fence });
  }
  return { holdings: next, lose, own };
}

function nextPhase(holding: Holding, wanted: boolean, now: Situation): Holding["phase"] {
  switch (holding.phase) {
    case "held":
      return wanted && now.may ? "held" : "stopping";
    case "stopping": {
      // What others wait for is not held up by an application that does not stop.
      const isLate = now.atMs - holding.stoppingSinceMs >= now.stopMs;
      return isLate && !wanted ? "spare" : "stopping";
    }
    case "idle":
      if (!wanted) return "spare";
      return now.may ? "held" : "idle";
    case "spare":
    default:
      return "spare";
  }
}

/** The numbered partitions beyond the quota: those that are not held any more go first. */
function surplusOf(holdings: Holdings, now: Situation): ReadonlySet<string> {
  const mine = [...holdings].filter(([, holding]) => counts(holding));
  const count = Math.max(0, mine.length - now.quota);
  const notHeld = mine.filter(([, { phase }]) => phase !== "held").map(([key]) => key);
  const first = notHeld.slice(0, count);
  const held = mine.filter(([, { phase }]) => phase === "held").map(([key]) => key);
  return new Set([...first, ...now.choose(held, count - first.length)]);
}

/** How many numbered partitions the member has and is not about to release. */
export function numberedCount(holdings: Holdings): number {
  return [...holdings.values()].filter(counts).length;
}

function counts({ named, fence, phase }: Holding): boolean {
  return !named && fence !== null && phase !== "spare";
}

/** What the application has stopped using, and the member does not want. */
export function sparesOf(holdings: Holdings): Owned[] {
  return [...holdings].flatMap(([key, { phase, fence }]) =>
    phase === "spare" && fence !== null ? [{ key, fence }] : [],
  );
}

/** Whether the application still uses any of them. */
export function areInUse(holdings: Holdings): boolean {
  return [...holdings.values()].some(({ phase }) => phase === "held" || phase === "stopping");
}

/** The answer to a claim of partitions says all that the member has, also from lost answers. */
export function withClaimed(holdings: Holdings, owned: readonly Owned[]): Holdings {
  const next = new Map(holdings);
  for (const { key, fence } of owned) next.set(key, claimed(holdings.get(key), fence, false));
  return next;
}

export function withName(holdings: Holdings, { key, fence }: Owned): Holdings {
  return new Map(holdings).set(key, claimed(holdings.get(key), fence, true));
}

function claimed(before: Holding | undefined, fence: Fence, named: boolean): Holding {
  const fresh = { phase: "idle", stoppingSinceMs: 0, given: null } as const;
  return { ...(before ?? fresh), fence, named, unwanted: false };
}

/** That the application is through with an earlier ownership of the key is no news. */
export function withStopped(holdings: Holdings, key: string, nonce: number): Holdings {
  const before = holdings.get(key);
  if (before?.phase !== "stopping" || before.given !== nonce) return holdings;
  return new Map(holdings).set(key, { ...before, phase: "idle" });
}

export function withUnwanted(holdings: Holdings, key: string): Holdings {
  const before = holdings.get(key);
  if (before === undefined) return holdings;
  return new Map(holdings).set(key, { ...before, unwanted: true });
}

export function without(holdings: Holdings, released: readonly Owned[]): Holdings {
  const next = new Map(holdings);
  for (const { key, fence } of released) {
    if (next.get(key)?.fence?.nonce === fence.nonce) next.delete(key);
  }
  return next;
}

/** The member that claimed them is dead; what the application still does is waited for. */
export function orphaned(holdings: Holdings): Holdings {
  return new Map([...holdings].map(([key, holding]) => [key, { ...holding, fence: null }]));
}
