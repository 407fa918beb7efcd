/** How long keys of workers that were killed waited for their next owner. */
import type { KeyInterval } from "../../packages/partition/test/intervals.ts";

export interface Kill {
  readonly who: string;
  readonly atMs: number;
  readonly diedMs: number;
}

export interface Recovery {
  readonly keys: number;
  /** Milliseconds; null where nothing was owned by who was killed. */
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

/** Of keys that were acted on at the kill, and that somebody acted on again. */
export function recoveryOf(kills: readonly Kill[], intervals: readonly KeyInterval[]): Recovery {
  const byKey = Map.groupBy(intervals, ({ key }) => key);
  const waitedMs = kills.flatMap(({ who, atMs, diedMs }) =>
    intervals
      .filter((each) => each.who === who && each.toMs >= Math.min(atMs, diedMs))
      .map(({ key }) => nextFrom(byKey.get(key) ?? [], atMs) - atMs)
      .filter(Number.isFinite),
  );
  const sorted = waitedMs.sort((a, b) => a - b);
  const at = (share: number) => {
    const ms = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    return ms === undefined ? null : Math.round(ms);
  };
  return { keys: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

function nextFrom(ofKey: readonly KeyInterval[], atMs: number): number {
  return Math.min(...ofKey.map(({ fromMs }) => fromMs).filter((fromMs) => fromMs > atMs));
}
