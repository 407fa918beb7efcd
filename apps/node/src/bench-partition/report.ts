/**
 * The figures of a bench: as JSON for programs, as sentences for people.
 *
 * Rule N33: docs/spec/node.md.
 */
import type { Beaten } from "./heartbeats.ts";
import type { Moves, Spreads } from "./moves.ts";

export interface Measured {
  /** From kill to re-owned, ms. */
  readonly lease: readonly number[];
  readonly fast: readonly number[];
  readonly join: {
    readonly members: number;
    readonly partitions: number;
    readonly samples: readonly number[];
  };
  readonly moves: Moves;
  readonly spreads: Spreads;
  readonly heartbeats: readonly Beaten[];
}

export interface Crashed {
  readonly kills: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Report {
  readonly crash: { readonly lease: Crashed; readonly fast: Crashed };
  readonly join: {
    readonly members: number;
    readonly partitions: number;
    readonly joins: number;
    readonly p50Ms: number;
    readonly p99Ms: number;
  };
  readonly moves: Moves;
  readonly heartbeats: readonly Beaten[];
}

/** What the rules promise, and what a join is measured against, ms. */
const LEASE_MS = 4_500;
const JOIN_MS = 250;
/** Each member sends two. */
const NEEDED_PER_MEMBER = 2;

export function reportOf({ lease, fast, join, moves, heartbeats }: Measured): Report {
  const { members, partitions, samples } = join;
  return {
    crash: { lease: crashedOf(lease), fast: crashedOf(fast) },
    join: { members, partitions, joins: samples.length, ...percentilesOf(samples) },
    moves,
    heartbeats: heartbeats.map((each) => ({
      ...each,
      perSecond: Math.round(each.perSecond),
      meanMs: rounded(each.meanMs),
    })),
  };
}

/** For a person at a terminal. */
export function linesOf(report: Report, spreads: Spreads): readonly string[] {
  const { crash, join, moves, heartbeats } = report;
  return [
    `crash, by the lease:    ${crashLine(crash.lease)} (promised: ${grouped(LEASE_MS)} ms)`,
    `crash, fenced group:    ${crashLine(crash.fast)}`,
    `join as member ${join.members} of ${join.partitions} partitions, until all is even: ` +
      `p50 ${grouped(join.p50Ms)} ms, p99 ${grouped(join.p99Ms)} ms in ${join.joins} joins ` +
      `(wanted: ${JOIN_MS} ms; Kafka's new rebalance protocol: 5,000 ms)`,
    `partitions moved in ${moves.changes} joins and leaves: ${grouped(moves.ours)}; ` +
      `no fewer than ${grouped(moves.bound)} can, if no member shall have 2 more than another`,
    `    hashing does not even out, and may so move fewer: ` +
      `rendezvous ${grouped(moves.rendezvous)}, where one has ${spreads.rendezvous} more; ` +
      `jump ${grouped(moves.jump)}, ${spreads.jump} more; ` +
      `modulo ${grouped(moves.modulo)}, ${spreads.modulo} more`,
    ...heartbeats.map(beatenLine),
  ];
}

function crashLine({ kills, p50Ms, p99Ms }: Crashed): string {
  return `${kills} kills, owned again after p50 ${grouped(p50Ms)} ms, p99 ${grouped(p99Ms)} ms`;
}

function beatenLine({ members, connections, perSecond, meanMs }: Beaten): string {
  const needed = grouped(NEEDED_PER_MEMBER * members);
  return (
    `heartbeats of ${grouped(members)} members, ${connections} connections: ` +
    `${grouped(perSecond)} a second as fast as they go (${needed} are needed), mean ${meanMs} ms`
  );
}

function crashedOf(samples: readonly number[]): Crashed {
  return { kills: samples.length, ...percentilesOf(samples) };
}

function percentilesOf(samples: readonly number[]): { p50Ms: number; p99Ms: number } {
  const sorted = samples.toSorted((a, b) => a - b);
  return { p50Ms: rounded(percentile(sorted, 0.5)), p99Ms: rounded(percentile(sorted, 0.99)) };
}

/** The nearest rank: at least that share of the samples is at or below it. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? 0;
}

function rounded(ms: number): number {
  return Math.round(10 * ms) / 10;
}

/** 12,345: thousands apart. */
function grouped(number: number): string {
  return number.toLocaleString("en-US");
}
