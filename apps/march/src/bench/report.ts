/**
 * The figures of a bench, and the original's beside them.
 *
 * Rule S12: docs/spec/march-simulation.md.
 */
import { ascending, percentile } from "../simulate/percentile.ts";
import type { Usage } from "./process-usage.ts";
import { CAVEAT, PUBLISHED, type Published } from "./published.ts";
import type { Loaded, Pace } from "./schedule.ts";

export interface Measured {
  readonly people: number;
  readonly loaded: Loaded;
  /** Before and after; null where the node's process is not known. */
  readonly usage: readonly [Usage | null, Usage | null];
}

export interface Size {
  readonly people: number;
  readonly requests: number;
  readonly failed: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Locations in an answer, on average. */
  readonly locations: number;
  readonly behindMs: number;
  readonly nodeCpuSeconds: number | null;
  readonly nodeRssMegabytes: number | null;
  readonly failures: readonly string[];
  readonly original: Published | null;
}

export interface Report extends Pace {
  readonly at: string;
  readonly caveat: string;
  readonly sizes: readonly Size[];
}

export function reportOf(
  at: string,
  { posts, everyMs }: Pace,
  measured: readonly Measured[],
): Report {
  return { at, posts, everyMs, caveat: CAVEAT, sizes: measured.map((one) => sizeOf(one)) };
}

function sizeOf({ people, loaded, usage: [before, after] }: Measured): Size {
  const { latenciesMs, failed, failures, locations, behindMs } = loaded;
  const sorted = ascending(latenciesMs);
  const answered = Math.max(1, sorted.length);
  const spent = before === null || after === null ? null : after.cpuSeconds - before.cpuSeconds;
  return {
    people,
    requests: sorted.length + failed,
    failed,
    meanMs: Math.round((10 * sorted.reduce((sum, each) => sum + each, 0)) / answered) / 10,
    p50Ms: percentile(sorted, 0.5),
    p95Ms: percentile(sorted, 0.95),
    p99Ms: percentile(sorted, 0.99),
    locations: Math.round(locations / answered),
    behindMs,
    nodeCpuSeconds: spent === null ? null : Math.round(spent * 100) / 100,
    nodeRssMegabytes: after?.rssMegabytes ?? null,
    failures,
    original: PUBLISHED.find((each) => each.people === people) ?? null,
  };
}

/** For a person at a terminal. */
export function linesOf({ sizes, caveat }: Report): readonly string[] {
  return [...sizes.flatMap(sizeLines), caveat];
}

function sizeLines(size: Size): readonly string[] {
  const { people, requests, failed, meanMs, p50Ms, p95Ms, p99Ms, original } = size;
  const node = `node: ${size.nodeCpuSeconds ?? "?"} s of CPU, ${size.nodeRssMegabytes ?? "?"} MB`;
  const ours =
    `${people} people, 1 node: ${failed} of ${requests} failed, ` +
    `mean ${meanMs} ms, p50 ${p50Ms} ms, p95 ${p95Ms} ms, p99 ${p99Ms} ms; ${node}`;
  if (original === null) return [ours];
  const p95 = original.p95Ms === null ? "" : `, p95 ${original.p95Ms} ms`;
  return [
    ours,
    `    the original, ${original.processes} processes: ${original.failed} of ` +
      `${original.requests} failed, mean ${original.meanMs} ms${p95}`,
  ];
}
