/** What a run came to, put together from everyone who took part. */
import type { Erased } from "./ending.ts";
import type { Kept } from "./memory-rounds.ts";
import { addSamples, type SampleCounts } from "./signature-sample.ts";
import { type Play, tickMsOf } from "./stage.ts";
import type { Outcome } from "./summary.ts";
import type { ThrongReport } from "./throng/throng.ts";

export interface Raced {
  readonly erased: number;
  readonly shown: number;
  readonly faults: readonly string[];
}

export interface Ending {
  readonly race: Raced | null;
  readonly end: Erased;
  readonly throng: { readonly report: ThrongReport; readonly sample: SampleCounts } | null;
  readonly kept: Kept | null;
  /** Of the node alone, in the ticks; null where it cannot be measured. */
  readonly cpuSeconds: number | null;
  readonly seconds: number;
}

export function outcomeOf(play: Play, ending: Ending): Outcome {
  const { options, plan, crowd, board } = play;
  const { viewers, seed, speed, expired, sabotage } = options;
  const { race, end, throng, kept, cpuSeconds } = ending;
  const counted = plan.ticks - (race === null ? 0 : 1);
  const { heard, expected } = throng?.report ?? { heard: 0, expected: 0 };
  const posts = Math.round(Math.max(crowd.behindMs, play.throng?.behindMs ?? 0));
  return {
    people: plan.people,
    phones: crowd.phones + (play.throng?.people ?? 0),
    viewers,
    ticks: plan.ticks,
    seed,
    speed,
    deliveries: board.deliveries + heard,
    expected: plan.people * counted * viewers + expected,
    missedMoves: board.missedMoves + (play.throng?.missedMoves ?? 0),
    missed: [...board.missed, ...(play.throng?.missed ?? [])],
    tickMs: tickMsOf(play),
    behindMs: { posts, viewers: Math.round(board.behindMs) },
    latenciesMs: board.latenciesMs,
    errors: errorsOf(play, ending),
    erased: end.erased,
    refused: crowd.refused,
    expired,
    lateRepeats: crowd.lateRepeats,
    race: race === null ? null : { erased: race.erased, shown: race.shown },
    sabotage,
    verifiedSample: throng === null ? end.sample : addSamples(end.sample, throng.sample),
    throng: throng?.report ?? null,
    serverCpuMsPerPersonTick: perPersonTick(cpuSeconds, plan),
    memory: kept?.report ?? null,
    seconds: ending.seconds,
  };
}

function errorsOf({ crowd, board, throng }: Play, { race, end, kept }: Ending): readonly string[] {
  return [
    ...crowd.errors,
    ...board.errors,
    ...(throng?.errors ?? []),
    ...(race?.faults ?? []),
    ...end.errors,
    ...(kept?.errors ?? []),
  ];
}

function perPersonTick(
  cpuSeconds: number | null,
  { people, ticks }: { readonly people: number; readonly ticks: number },
): number | null {
  if (cpuSeconds === null) return null;
  return Math.round((cpuSeconds * 1e6) / (people * ticks)) / 1000;
}
