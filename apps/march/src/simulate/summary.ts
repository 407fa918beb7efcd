/**
 * What a run came to, and whether it was good.
 *
 * Rules S5, S6: docs/spec/march-simulation.md.
 */
import { GROWTH_MB_MAX, type MemoryReport } from "./memory-rounds.ts";
import { ascending, percentile } from "./percentile.ts";
import type { Sabotage } from "./sabotage.ts";
import type { SampleCounts } from "./signature-sample.ts";
import type { ThrongReport } from "./throng/throng.ts";

/** What is missed by a run that was later than this share of a tick may be its own fault. */
const BEHIND_SHARE_MAX = 0.1;
/** Errors are all counted, the first ones told. */
const ERROR_TEXTS_MAX = 20;
/** The node makes summaries every 1.5 s. */
const SUMMARY_MS_MAX = 2_500;

export interface Outcome {
  readonly people: number;
  /** How many of the people share as phones do; the others poll. */
  readonly phones: number;
  readonly viewers: number;
  readonly ticks: number;
  readonly seed: number;
  readonly speed: number;
  readonly deliveries: number;
  readonly expected: number;
  readonly missedMoves: number;
  /** The first of them, in words. */
  readonly missed: readonly string[];
  readonly tickMs: number;
  /** How late the run itself was, at most: with a post, and with a look at the end of a tick. */
  readonly behindMs: { readonly posts: number; readonly viewers: number };
  /** Of every delivery, by viewer. */
  readonly latenciesMs: ReadonlyMap<string, readonly number[]>;
  readonly errors: readonly string[];
  /** How many pins the first and the second erase at the end deleted. */
  readonly erased: readonly [number, number];
  /** Posts that were refused, by the code of the refusal. */
  readonly refused: Readonly<Record<string, number>>;
  readonly expired: number;
  readonly lateRepeats: number;
  readonly race: { readonly erased: number; readonly shown: number } | null;
  readonly sabotage: Sabotage | null;
  readonly verifiedSample: SampleCounts;
  /** Of everyone beyond the first 150; null where there is nobody. */
  readonly throng: ThrongReport | null;
  /** CPU time of the node alone, in the ticks; null where it cannot be measured. */
  readonly serverCpuMsPerPersonTick: number | null;
  /** What the node keeps of what it has forgotten; null where it was not measured. */
  readonly memory: MemoryReport | null;
  readonly seconds: number;
}

/** Written as one JSON document by `--json`. */
export interface Summary extends Omit<Outcome, "latenciesMs" | "errors"> {
  readonly nodes: number;
  readonly latencyMs: Latency;
  readonly latencyMsOf: Readonly<Record<string, Latency>>;
  readonly errors: number;
  readonly errorTexts: readonly string[];
  /** Why the run was not good; empty when it was. */
  readonly reasons: readonly string[];
}

interface Latency {
  readonly p50: number;
  readonly p99: number;
}

export function summarise({ latenciesMs, errors, ...outcome }: Outcome): Summary {
  return {
    ...outcome,
    nodes: 1,
    latencyMs: latencyOf([...latenciesMs.values()].flat()),
    latencyMsOf: Object.fromEntries(
      [...latenciesMs].toSorted(byNumber).map(([name, all]) => [name, latencyOf(all)]),
    ),
    errors: errors.length,
    errorTexts: errors.slice(0, ERROR_TEXTS_MAX),
    reasons: reasonsOf({ latenciesMs, errors, ...outcome }),
  };
}

/** "viewer 2" before "viewer 10". */
function byNumber([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a.localeCompare(b, "en", { numeric: true });
}

function latencyOf(latenciesMs: readonly number[]): Latency {
  const sorted = ascending(latenciesMs);
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}

function reasonsOf(outcome: Outcome): readonly string[] {
  const { people, deliveries, expected, missedMoves, missed } = outcome;
  const { errors, erased, verifiedSample, memory } = outcome;
  const summaryMs = outcome.throng?.summaryMsMax ?? 0;
  const found: readonly (readonly [boolean, string])[] = [
    [
      missedMoves > 0,
      `${missedMoves} moves were missed, the first: ${missed[0] ?? ""}${ownDelay(outcome)}`,
    ],
    [deliveries !== expected, `${deliveries} deliveries of ${expected}`],
    [errors.length > 0, `${errors.length} errors, the first: ${errors[0] ?? ""}`],
    [
      erased[0] !== people || erased[1] !== 0,
      `erased ${erased.join(" and ")}, not ${people} and 0`,
    ],
    [
      verifiedSample.bad > 0,
      `${verifiedSample.bad} records were refused when verified: ${verifiedSample.codes.join(", ")}`,
    ],
    [summaryMs > SUMMARY_MS_MAX, `summaries became ${summaryMs} ms old${ownDelay(outcome)}`],
    [
      (memory?.growthMB ?? 0) > GROWTH_MB_MAX,
      `the node keeps ${memory?.growthMB} MB of what was erased`,
    ],
  ];
  return found.filter(([isSo]) => isSo).map(([, reason]) => reason);
}

/** Empty when the machine kept up, and so the node has missed them. */
function ownDelay({ tickMs, behindMs }: Outcome): string {
  if (Math.max(behindMs.posts, behindMs.viewers) <= tickMs * BEHIND_SHARE_MAX) return "";
  return (
    ` (this machine did not keep up: ${delayed(behindMs)}, of ticks of ${tickMs} ms; ` +
    "a lower --speed or fewer --people would tell whether the node did)"
  );
}

function delayed({ posts, viewers }: Outcome["behindMs"]): string {
  return `posts went out up to ${posts} ms late, viewers looked up to ${viewers} ms late`;
}

/** For a person at a terminal. */
export function linesOf(summary: Summary): readonly string[] {
  const { people, phones, viewers, ticks, tickMs, latencyMs, verifiedSample } = summary;
  const { reasons, race } = summary;
  const { verified, heard, bad } = verifiedSample;
  return [
    `${people} people (${phones} by phone, ${people - phones} polling), ${viewers} viewers, ` +
      `${ticks} ticks of ${tickMs} ms, seed ${summary.seed}: ${summary.seconds} s in all`,
    `pins         ${summary.deliveries} of ${summary.expected} seen in time, ${summary.missedMoves} moves missed`,
    `latency      ${told(latencyMs)}, from when a post was due until it was seen`,
    ...Object.entries(summary.latencyMsOf).map(([name, of]) => `             ${name}: ${told(of)}`),
    ...throngLines(summary),
    `own delay    ${delayed(summary.behindMs)}`,
    `refused      ${refusals(summary.refused)}`,
    `signatures   ${verified} of ${heard} records heard were verified, ${bad} of them bad`,
    ...(race === null
      ? []
      : [`race         ${race.erased} pins erased, ${race.shown} left, the same for all`]),
    `erased       ${summary.erased[0]} pins at the end, then ${summary.erased[1]}`,
    `errors       ${summary.errors}`,
    ...summary.errorTexts.map((text) => `             ${text}`),
    reasons.length === 0 ? "PASSED       all was seen" : `FAILED       ${reasons.join("; ")}`,
  ];
}

function throngLines({ throng, memory, serverCpuMsPerPersonTick }: Summary): readonly string[] {
  const cpu = serverCpuMsPerPersonTick;
  return [
    ...(throng === null
      ? []
      : [
          `throng       ${throng.people} phones: ${throng.heard} of ${throng.expected} pins of their parts heard in time, ` +
            `${told(throng.latencyMs)}; ${throng.rejoined} came back; summaries at most ${throng.summaryMsMax} ms old`,
        ]),
    ...(cpu === null ? [] : [`node         ${cpu} ms of CPU for each person and tick`]),
    ...(memory === null
      ? []
      : [
          `memory       ${memory.baseMB} MB once all was erased, ${memory.growthMB} MB more after ${memory.roundsMB.length} rounds of posts and an erase`,
        ]),
  ];
}

function told({ p50, p99 }: Latency): string {
  return `p50 ${p50} ms, p99 ${p99} ms`;
}

function refusals(refused: Outcome["refused"]): string {
  const each = Object.entries(refused).map(([code, count]) => `${count} ${code}`);
  return each.length === 0 ? "none" : each.join(", ");
}
