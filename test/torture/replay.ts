/**
 * The log of a worker as intervals of acting: they end at its stop or its deadline, whichever is
 * first, and with its life.
 *
 * Rule P6: docs/spec/partition.md.
 */
import { Acting, type Segment } from "../../packages/partition/test/acting.ts";
import type { KeyInterval, ViewInterval } from "../../packages/partition/test/intervals.ts";
import type { Line, Right } from "./worker-log.ts";

export interface GroupIntervals {
  readonly views: readonly ViewInterval[];
  readonly keys: readonly KeyInterval[];
}

/** By group. */
export type Replayed = ReadonlyMap<string, GroupIntervals>;

/** `diedMs` is when the process was gone: what is open then ended, at the latest. */
export function replay(who: string, lines: readonly Line[], diedMs: number): Replayed {
  const byGroup = Map.groupBy(lines, ({ group }) => group);
  return new Map(
    [...byGroup].map(([group, ofGroup]) => [group, intervalsOf(who, segmentsOf(ofGroup, diedMs))]),
  );
}

function segmentsOf(lines: readonly Line[], diedMs: number): readonly Segment<Right>[] {
  const segments: Segment<Right>[] = [];
  const acting = new Acting<Right>((segment) => segments.push(segment));
  let untilMs = Number.NEGATIVE_INFINITY;
  const look = (atMs: number) => {
    if (atMs >= untilMs) acting.lapse(untilMs);
  };
  for (const line of lines) {
    look(line.atMs);
    if (line.kind === "lease") {
      untilMs = line.untilMs ?? Number.NEGATIVE_INFINITY;
      if (line.atMs < untilMs) acting.renew(line.atMs);
      // A lease that is taken back ends what is open now.
      else acting.lapse(line.atMs);
    }
    if (line.kind === "begin") acting.begin(String(line.turn), line.right, line.atMs);
    if (line.kind === "ask") acting.ask(String(line.turn));
    if (line.kind === "end") acting.end(String(line.turn), line.atMs);
  }
  look(diedMs);
  acting.endAll(diedMs);
  return segments;
}

function intervalsOf(who: string, segments: readonly Segment<Right>[]): GroupIntervals {
  const views: ViewInterval[] = [];
  const keys: KeyInterval[] = [];
  for (const { right, fromMs, toMs } of segments) {
    if ("key" in right) keys.push({ who, fromMs, toMs, ...right });
    else views.push({ who, fromMs, toMs, ...right });
  }
  return { views, keys };
}
