/** The simulation of groups. */
import { simulate } from "../../packages/partition/test/simulation.ts";
import { describeCounts, Tally } from "../../packages/partition/test/verdicts.ts";
import type { SeedVerdict, Simulation } from "./simulation.ts";

export class PartitionSimulation implements Simulation {
  readonly #tally = new Tally();

  run(seed: number, isWhole: boolean): SeedVerdict {
    const verdict = isWhole ? simulate(seed, undefined, Number.POSITIVE_INFINITY) : simulate(seed);
    this.#tally.add(verdict);
    return verdict;
  }

  summary(ms: number): string {
    const { seeds, failed, counts, restMs, owned, ownedMin } = this.#tally.verdicts;
    const share = Number.isFinite(owned)
      ? `; owned ${percent(owned)} of the time without outages, ${percent(ownedMin)} at least`
      : "";
    return (
      `${seeds} seeds, ${failed.length} failed, ${(ms / 1_000).toFixed(1)} s; ` +
      `at rest within ${restMs} ms${share}; what was done to them and what they did about it ` +
      `(duplicated, late and lost are messages): ${describeCounts(counts)}`
    );
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
