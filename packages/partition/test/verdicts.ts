/**
 * The verdicts of many seeds: their sums, and what to print about one that failed.
 */
import { hasOutages, type Plan, simulate, type Verdict } from "./simulation.ts";

/** Enough of the end of a trace to see what led to a complaint at rest. */
const TRACE_LINES = 40;

export interface Verdicts {
  readonly seeds: number;
  readonly failed: readonly Verdict[];
  readonly counts: Readonly<Record<string, number>>;
  /** The longest that a group took to come to rest. */
  readonly restMs: number;
  /** Of the seeds without outages of the database, on average and the least. */
  readonly owned: number;
  readonly ownedMin: number;
}

export class Tally {
  #seeds = 0;
  #restMs = 0;
  readonly #failed: Verdict[] = [];
  readonly #counts = new Map<string, number>();
  readonly #owned: number[] = [];

  add(verdict: Verdict): void {
    const { complaints, counts, restMs, owned, plan } = verdict;
    this.#seeds += 1;
    this.#restMs = Math.max(this.#restMs, restMs);
    if (complaints.length > 0) this.#failed.push(verdict);
    if (!hasOutages(plan) && plan.settings.partitions > 0) this.#owned.push(owned);
    for (const [what, count] of Object.entries(counts)) {
      this.#counts.set(what, (this.#counts.get(what) ?? 0) + count);
    }
  }

  get failures(): number {
    return this.#failed.length;
  }

  get verdicts(): Verdicts {
    const sum = this.#owned.reduce((total, each) => total + each, 0);
    return {
      seeds: this.#seeds,
      failed: this.#failed,
      counts: Object.fromEntries(this.#counts),
      restMs: this.#restMs,
      owned: sum / this.#owned.length,
      ownedMin: Math.min(...this.#owned),
    };
  }
}

/** Simulates that many seeds, all by one plan or each by its own, and stops at the first failure. */
export function simulateSeeds(from: number, seeds: number, plan?: Plan): Verdicts {
  const tally = new Tally();
  for (let seed = from; seed < from + seeds; seed += 1) {
    const verdict = simulate(seed, plan);
    tally.add(verdict);
    if (verdict.complaints.length > 0) break;
  }
  return tally.verdicts;
}

/** What failed, or nothing. */
export function failures({ failed }: Verdicts): string {
  return failed.map(describeFailure).join("\n");
}

export function describeFailure({ seed, complaints, trace }: Verdict): string {
  const lines = [`seed ${seed} failed:`, ...complaints, "the end of its trace:"];
  return [...lines, ...trace.slice(-TRACE_LINES)].join("\n");
}

export function describeCounts(counts: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(counts).toSorted(([a], [b]) => a.localeCompare(b));
  return sorted.map(([what, count]) => `${what} ${count}`).join(", ");
}
