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

/** Every event comes by here: where nothing changes nothing is copied. */
export function settleHoldings(holdings: Holdings, now: Situation): HoldingMoves {
  const surplus = surplusOf(holdings, now);
  let next: Map<string, Holding> | null = null;
  const lose: string[] = [];
  const own: Owned[] = [];
  for (const [key, before] of holdings) {
    const wanted = before.named ? !before.unwanted && !now.leaving : !surplus.has(key);
    const { fence } = before;
    const phase = nextPhase(before, wanted && fence !== null, now);
    const isOver = phase === "spare" && fence === null;
    if (phase === before.phase && !isOver) continue;
    next ??= new Map(holdings);
    if (isOver) next.delete(key);
    else next.set(key, changedTo(phase, before, now));
    if (phase === "stopping" && before.phase === "held") lose.push(key);
    if (phase === "held" && before.phase === "idle" && fence !== null) own.push({ key, fence });
  }
  return { holdings: next ?? holdings, lose, own };
}

function changedTo(phase: Holding["phase"], before: Holding, { atMs }: Situation): Holding {
  if (phase === "stopping") return { ...before, phase, stoppingSinceMs: atMs };
  if (phase === "held") return { ...before, phase, given: before.fence?.nonce ?? null };
  return { ...before, phase };
}

function nextPhase(holding: Holding, wanted: boolean, now: Situation): Holding["phase"] {
  switch (holding.phase) {
    case "held":
      return wanted && now.may ? "held" : "stopping";
    case "stopping": {
      // An application that does not stop keeps a key from nobody, its own member included.
      const isLate = now.atMs - holding.stoppingSinceMs >= now.stopMs;
      return isLate ? "spare" : "stopping";
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
  const count = numberedCount(holdings) - now.quota;
  if (count <= 0) return new Set();
  const notHeld: string[] = [];
  const held: string[] = [];
  for (const [key, holding] of holdings) {
    if (counts(holding)) (holding.phase === "held" ? held : notHeld).push(key);
  }
  const first = notHeld.slice(0, count);
  return new Set([...first, ...now.choose(held, count - first.length)]);
}

/** How many numbered partitions the member has and is not about to release. */
export function numberedCount(holdings: Holdings): number {
  let count = 0;
  for (const holding of holdings.values()) if (counts(holding)) count += 1;
  return count;
}

function counts({ named, fence, phase }: Holding): boolean {
  return !named && fence !== null && phase !== "spare";
}

/** What the application has stopped using, and the member does not want. */
export function sparesOf(holdings: Holdings): Owned[] {
  const spares: Owned[] = [];
  for (const [key, { phase, fence }] of holdings) {
    if (phase === "spare" && fence !== null) spares.push({ key, fence });
  }
  return spares;
}

/** Whether the application still uses any of them. */
export function areInUse(holdings: Holdings): boolean {
  for (const { phase } of holdings.values()) {
    if (phase === "held" || phase === "stopping") return true;
  }
  return false;
}

/**
 * The answer to a claim of partitions says all that the member has, also from lost answers. What it
 * does not list was taken back, by a crash of a database that does not keep its word.
 */
export function withClaimed(holdings: Holdings, owned: readonly Owned[]): Holdings {
  const listed = new Set(owned.map(({ key }) => key));
  const next = new Map(holdings);
  for (const [key, holding] of holdings) {
    if (!holding.named && !listed.has(key)) next.set(key, { ...holding, fence: null });
  }
  for (const { key, fence } of owned) {
    const before = holdings.get(key);
    if (before?.fence?.nonce !== fence.nonce) next.set(key, claimed(before, fence, false));
  }
  return next;
}

export function withNames(holdings: Holdings, owned: readonly Owned[]): Holdings {
  const next = new Map(holdings);
  for (const { key, fence } of owned) next.set(key, claimed(holdings.get(key), fence, true));
  return next;
}

function claimed(before: Holding | undefined, fence: Fence, named: boolean): Holding {
  const fresh = { phase: "idle", stoppingSinceMs: 0, given: null } as const;
  return { ...(before ?? fresh), fence, named, unwanted: false };
}

/** That the application is through with an earlier ownership of a key is no news. */
export function withStopped(holdings: Holdings, stopped: readonly Owned[]): Holdings {
  const next = new Map(holdings);
  for (const { key, fence } of stopped) {
    const before = holdings.get(key);
    if (before?.phase !== "stopping" || before.given !== fence.nonce) continue;
    next.set(key, { ...before, phase: "idle" });
  }
  return next;
}

export function withUnwanted(holdings: Holdings, keys: readonly string[]): Holdings {
  const next = new Map(holdings);
  for (const key of keys) {
    const before = holdings.get(key);
    if (before !== undefined) next.set(key, { ...before, unwanted: true });
  }
  return next;
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
