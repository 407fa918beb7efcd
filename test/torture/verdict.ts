/**
 * The verdict on a torture, from what its workers wrote down and what is in the ledger.
 *
 * Rules P6, P8, P9, P10, P13, P15: docs/spec/partition.md.
 */
import {
  judgeKeys,
  judgeViews,
  type KeyInterval,
  shareOwned,
  type ViewInterval,
} from "../../packages/partition/test/intervals.ts";
import type { Outage } from "./faults.ts";
import { FENCED, LEASED, NUMBERED, PARTITIONS } from "./groups.ts";
import { type Entry, judgeLedger } from "./ledger.ts";
import type { FaultKind } from "./plan.ts";
import { type Recovery, recoveryOf } from "./recovery.ts";
import { type Replayed, replay } from "./replay.ts";
import type { Life } from "./slots.ts";
import { readLog } from "./worker-log.ts";

export interface Evidence {
  readonly seed: number;
  readonly seconds: number;
  readonly faults: Readonly<Record<FaultKind, number>>;
  readonly floors: Readonly<Record<FaultKind, number>>;
  readonly lives: readonly Life[];
  readonly entries: readonly Entry[];
  /** While faults were done. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly outages: readonly Outage[];
  /** From the end of faults until every key was owned again; null where that took too long. */
  readonly restMs: number | null;
  readonly troubles: readonly string[];
}

export interface Verdict {
  readonly seed: number;
  readonly seconds: number;
  readonly faults: Readonly<Record<FaultKind, number>>;
  readonly floors: Readonly<Record<FaultKind, number>>;
  readonly workers: number;
  /** Judged: of keys on the lease path, and of places in a numbering. */
  readonly keyIntervals: number;
  readonly viewIntervals: number;
  /** Of the time without outages of the server, from 0 to 1. */
  readonly owned: { readonly lease: number; readonly fast: number };
  readonly overlaps: readonly string[];
  readonly regressions: readonly string[];
  readonly doubles: readonly string[];
  readonly lost: readonly string[];
  readonly entries: number;
  /** By what came of them. */
  readonly writes: Readonly<Record<string, number>>;
  readonly recovery: { readonly lease: Recovery; readonly fast: Recovery };
  readonly restMs: number | null;
  /** All that is wrong; empty for a torture that was withstood. */
  readonly complaints: readonly string[];
}

export const OWNED_MIN = 0.8;

interface Logged {
  readonly replayed: readonly Replayed[];
  /** Operations by what came of them. */
  readonly outcomes: ReadonlyMap<string, readonly string[]>;
}

export function judge(evidence: Evidence): Verdict {
  const { seed, seconds, faults, floors, lives, restMs } = evidence;
  const { replayed, outcomes } = readLogs(lives);
  const views = replayed.flatMap((each) => each.get(NUMBERED)?.views ?? []);
  const leased = keysOf(replayed, LEASED);
  const fenced = keysOf(replayed, FENCED);
  const overlaps = judgeActing(views, leased);
  const ledger = judgeLedger(evidence.entries, outcomes.get("acknowledged") ?? []);
  const owned = { lease: ownedShare(leased, evidence), fast: ownedShare(fenced, evidence) };
  const kills = lives.flatMap(({ name, killedMs, diedMs }) => {
    const isDuring = killedMs !== null && killedMs < evidence.toMs;
    return isDuring ? [{ who: name, atMs: killedMs, diedMs }] : [];
  });
  const verdict: Omit<Verdict, "complaints"> = {
    seed,
    seconds,
    faults,
    floors,
    workers: lives.length,
    keyIntervals: leased.length,
    viewIntervals: views.length,
    owned,
    overlaps,
    regressions: ledger.regressions,
    doubles: ledger.doubles,
    lost: ledger.lost,
    entries: ledger.entries,
    writes: Object.fromEntries([...outcomes].map(([outcome, { length }]) => [outcome, length])),
    recovery: { lease: recoveryOf(kills, leased), fast: recoveryOf(kills, fenced) },
    restMs,
  };
  return { ...verdict, complaints: complaintsOf(verdict, evidence.troubles) };
}

function readLogs(lives: readonly Life[]): Logged {
  const outcomes = new Map<string, string[]>();
  const replayed = lives.map(({ name, logPath, diedMs }) => {
    const lines = readLog(logPath);
    for (const line of lines) {
      if (line.kind !== "write") continue;
      const operations = outcomes.get(line.outcome) ?? [];
      operations.push(line.operation);
      outcomes.set(line.outcome, operations);
    }
    return replay(name, lines, diedMs);
  });
  return { replayed, outcomes };
}

function keysOf(replayed: readonly Replayed[], group: string): readonly KeyInterval[] {
  return replayed.flatMap((each) => each.get(group)?.keys ?? []);
}

/** On the fast path only effects are bound (P16): its intervals are not judged. */
function judgeActing(
  views: readonly ViewInterval[],
  leased: readonly KeyInterval[],
): readonly string[] {
  return [...judgeViews(views), ...judgeKeys(leased)];
}

function ownedShare(
  intervals: readonly KeyInterval[],
  { fromMs, toMs, outages }: Evidence,
): number {
  const numbered = intervals.filter(({ key }) => /^\d+$/.test(key));
  const shareIn = (span: Outage) => shareOwned(numbered, PARTITIONS, span);
  let ownedMs = shareIn({ fromMs, toMs }) * (toMs - fromMs);
  let totalMs = toMs - fromMs;
  for (const outage of outages) {
    const ms = outage.toMs - outage.fromMs;
    ownedMs -= shareIn(outage) * ms;
    totalMs -= ms;
  }
  return ownedMs / totalMs;
}

function complaintsOf(
  verdict: Omit<Verdict, "complaints">,
  troubles: readonly string[],
): readonly string[] {
  const { faults, floors, owned, restMs } = verdict;
  const kinds = Object.keys(faults) as FaultKind[];
  const seldom = kinds
    .filter((kind) => faults[kind] < floors[kind])
    .map((kind) => `${kind}: done ${faults[kind]} times, at least ${floors[kind]} prove something`);
  const idle = Object.entries(owned)
    .filter(([, share]) => !(share >= OWNED_MIN))
    .map(
      ([path, share]) => `${path} path: keys owned only ${(100 * share).toFixed(1)} % of the time`,
    );
  return [
    ...verdict.overlaps,
    ...verdict.regressions,
    ...verdict.doubles,
    ...verdict.lost,
    ...seldom,
    ...idle,
    ...(restMs === null ? ["not every key was owned again after the last fault"] : []),
    ...troubles,
  ];
}
