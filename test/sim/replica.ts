/** The simulation of replicas that synchronise. */
import { describeCounts } from "../../packages/partition/test/verdicts.ts";
import { simulate } from "../../packages/replica/test/simulation.ts";
import type { SeedVerdict, Simulation } from "./simulation.ts";

export class ReplicaSimulation implements Simulation {
  #seeds = 0;
  #failed = 0;
  /** The most bytes that an idle line took; the other counts are sums. */
  #idleMax = 0;
  readonly #counts: Record<string, number> = {};

  async run(seed: number): Promise<SeedVerdict> {
    const verdict = await simulate(seed);
    const { idleMax = 0, ...counts } = verdict.counts;
    this.#seeds += 1;
    this.#failed += Number(verdict.complaints.length > 0);
    this.#idleMax = Math.max(this.#idleMax, idleMax);
    for (const [what, count] of Object.entries(counts)) {
      this.#counts[what] = (this.#counts[what] ?? 0) + count;
    }
    return verdict;
  }

  summary(ms: number): string {
    return (
      `${this.#seeds} seeds, ${this.#failed} failed, ${(ms / 1_000).toFixed(1)} s; ` +
      `idle reconnects take at most ${this.#idleMax} bytes; ${describeCounts(this.#counts)}`
    );
  }
}
