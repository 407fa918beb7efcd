/**
 * Judges who acted when. An interval is from the moment when a member was told that it may act to
 * the moment when it had stopped, or could no longer be sure of its lease, whichever was first.
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

/** A key has one owner at a time, and its fences only grow. */
export function judgeKeys(intervals: readonly KeyInterval[]): string[] {
  const complaints: string[] = [];
  for (const [key, ofKey] of Map.groupBy(intervals, ({ key }) => key)) {
    for (const [a, b] of overlaps(ofKey)) {
      complaints.push(`key ${key}: ${describe(a)} while ${describe(b)}`);
    }
    const sorted = ofKey.toSorted((a, b) => a.fromMs - b.fromMs);
    for (const [at, { fence, who, fromMs }] of sorted.entries()) {
      const before = sorted[at - 1];
      if (before === undefined || before.who === who || compareFences(before.fence, fence) < 0) continue;
      complaints.push(`key ${key}: the fence of ${who} at ${fromMs.toFixed(1)} is no newer`);
    }
  }
  return complaints;
}

/** Pairs of different members whose intervals overlap. */
function overlaps<T extends Interval>(intervals: readonly T[]): [T, T][] {
  const found: [T, T][] = [];
  let open: T[] = [];
  for (const next of intervals.toSorted((a, b) => a.fromMs - b.fromMs)) {
    open = open.filter((each) => each.toMs > next.fromMs);
    for (const each of open) if (each.who !== next.who && next.toMs > next.fromMs) found.push([each, next]);
    open.push(next);
  }
  return found;
}

function describe({ who, fromMs, toMs }: Interval): string {
  return `${who} acts ${fromMs.toFixed(1)} to ${toMs.toFixed(1)}`;
}

function describeView(view: ViewInterval): string {
  return `${describe(view)} as [${view.index}/${view.size}] of epoch ${view.epoch}`;
}
