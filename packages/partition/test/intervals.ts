/**
 * Judges who acted when, after everything is over.
 *
 * Rules P8, P13: docs/spec/partition.md.
 */
import { compareFences, type Fence } from "../src/fence.ts";

export interface Interval {
  readonly who: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Acting under a numbering. */
export interface ViewInterval extends Interval {
  readonly index: number;
  readonly size: number;
  readonly epoch: number;
}

/** Acting on a key. */
export interface KeyInterval extends Interval {
  readonly key: string;
  readonly fence: Fence;
}

/** Two that acted at one time must agree on the numbering, and have each their own place in it. */
export function judgeViews(intervals: readonly ViewInterval[]): string[] {
  return overlaps(intervals).flatMap(([a, b]) => {
    const agree = a.epoch === b.epoch && a.size === b.size && a.index !== b.index;
    return agree ? [] : [`${describeView(a)} while ${describeView(b)}`];
  });
}

/** A key has one owner at a time, and its fences never go back. */
export function judgeKeys(intervals: readonly KeyInterval[]): string[] {
  const byKey = [...Map.groupBy(intervals, ({ key }) => key)];
  return byKey.flatMap(([key, ofKey]) =>
    overlaps(ofKey)
      .map(([a, b]) => `key ${key}: ${describe(a)} while ${describe(b)}`)
      .concat(judgeFences(key, ofKey.toSorted(byStart))),
  );
}

function judgeFences(key: string, sorted: readonly KeyInterval[]): string[] {
  return sorted.flatMap((next, at) => {
    const before = sorted[at - 1];
    if (before === undefined) return [];
    const order = compareFences(before.fence, next.fence);
    if (order < 0 || (order === 0 && before.who === next.who)) return [];
    return [`key ${key}: the fence of ${next.who} at ${next.fromMs.toFixed(1)} is no newer`];
  });
}

/** Which part of a span of time so many keys were acted on, on average. */
export function shareOwned(
  intervals: readonly KeyInterval[],
  keys: number,
  { fromMs, toMs }: Pick<Interval, "fromMs" | "toMs">,
): number {
  const within = intervals.map((each) => Math.min(each.toMs, toMs) - Math.max(each.fromMs, fromMs));
  const ownedMs = within.reduce((sum, ms) => sum + Math.max(0, ms), 0);
  return ownedMs / (keys * (toMs - fromMs));
}

/** Pairs of different members whose intervals overlap. */
function overlaps<T extends Interval>(intervals: readonly T[]): [T, T][] {
  const found: [T, T][] = [];
  let open: T[] = [];
  for (const next of intervals.toSorted(byStart)) {
    open = open.filter((each) => each.toMs > next.fromMs);
    for (const each of open) if (each.who !== next.who) found.push([each, next]);
    open.push(next);
  }
  return found;
}

function byStart(a: Interval, b: Interval): number {
  return a.fromMs - b.fromMs;
}

function describe({ who, fromMs, toMs }: Interval): string {
  return `${who} acts ${fromMs.toFixed(1)} to ${toMs.toFixed(1)}`;
}

function describeView(view: ViewInterval): string {
  return `${describe(view)} as [${view.index}/${view.size}] of epoch ${view.epoch}`;
}
