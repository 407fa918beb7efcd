/**
 * What a run came to, and whether it was good.
 *
 * Rules S5, S6: docs/spec/march-simulation.md.
 */
import { ascending, percentile } from "./percentile.ts";
import type { Sabotage } from "./sabotage.ts";
import type { SampleCounts } from "./signature-sample.ts";

/** Errors are all counted, the first ones told. */
const ERROR_TEXTS_MAX = 20;

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
    latencyMsOf: Object.fromEntries([...latenciesMs].map(([name, all]) => [name, latencyOf(all)])),
    errors: errors.length,
    errorTexts: errors.slice(0, ERROR_TEXTS_MAX),
    reasons: reasonsOf({ latenciesMs, errors, ...outcome }),
  };
}

function latencyOf(latenciesMs: readonly number[]): Latency {
  const sorted = ascending(latenciesMs);
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}

function reasonsOf(outcome: Outcome): readonly string[] {
  const { people, deliveries, expected, missedMoves, missed } = outcome;
  const { errors, erased, verifiedSample } = outcome;
  const found: readonly (readonly [boolean, string])[] = [
    [missedMoves > 0, `${missedMoves} moves were missed, the first: ${missed[0] ?? ""}`],
    [deliveries !== expected, `${deliveries} deliveries of ${expected}`],
    [errors.length > 0, `${errors.length} errors, the first: ${errors[0] ?? ""}`],
    [
      erased[0] !== people || erased[1] !== 0,
      `erased ${erased.join(" and ")}, not ${people} and 0`,
    ],
    [verifiedSample.bad > 0, `${verifiedSample.bad} records are not signed rightly`],
  ];
  return found.filter(([isSo]) => isSo).map(([, reason]) => reason);
}

/** For a person at a terminal. */
export function linesOf(summary: Summary): readonly string[] {
  const { people, phones, viewers, ticks, latencyMs, verifiedSample, reasons, race } = summary;
  const { p50, p99 } = latencyMs;
  const { verified, heard } = verifiedSample;
  return [
    `${people} people, ${phones} of them with phones, ${viewers} viewers, ${ticks} ticks, seed ${summary.seed}, ${summary.seconds} s`,
    `deliveries   ${summary.deliveries} of ${summary.expected}, ${summary.missedMoves} moves missed`,
    `latency      p50 ${p50} ms, p99 ${p99} ms`,
    ...Object.entries(summary.latencyMsOf).map(
      ([name, of]) => `             ${name}: p50 ${of.p50} ms, p99 ${of.p99} ms`,
    ),
    `refused      ${JSON.stringify(summary.refused)}, ${summary.errors} errors`,
    `signatures   ${verified} of ${heard} records verified, ${verifiedSample.bad} bad`,
    ...(race === null
      ? []
      : [`race         ${race.erased} erased, ${race.shown} pins left, the same for all`]),
    `erased       ${summary.erased.join(", then ")}`,
    ...summary.errorTexts.map((text) => `error        ${text}`),
    reasons.length === 0 ? "all was seen" : `FAILED       ${reasons.join("; ")}`,
  ];
}
