/**
 * What a node keeps of what it has forgotten: everyone posts and everything is erased, round after
 * round, and after each what is left is measured.
 *
 * Rule S15: docs/spec/march-simulation.md.
 */
import type { NodeMemory } from "./started-node.ts";

export const GROWTH_MB_MAX = 10;

export interface MemoryReport {
  /** When everyone had joined, before anyone posted: code and tables were cold. */
  readonly coldMB: number;
  /** The less of what was held after the run's own erase and after the first round. */
  readonly baseMB: number;
  /** After each round. */
  readonly roundsMB: readonly number[];
  /** The last round's, beyond the base. */
  readonly growthMB: number;
  /** Of the process: cold, after the run's own erase, after each round. */
  readonly rssMB: readonly number[];
}

export interface Rounds {
  readonly rounds: number;
  readonly people: number;
  readonly cold: NodeMemory;
  readonly memory: () => Promise<NodeMemory>;
  /** Everyone posts; resolves with what was wrong. */
  readonly post: () => Promise<readonly string[]>;
  /** Resolves with how many were erased. */
  readonly erase: () => Promise<number>;
}

export interface Kept {
  readonly report: MemoryReport;
  readonly errors: readonly string[];
}

export async function memoryRounds(of: Rounds): Promise<Kept> {
  const first = await of.memory();
  const measured: NodeMemory[] = [];
  const errors: string[] = [];
  for (let round = 1; round <= of.rounds; round += 1) {
    errors.push(...(await of.post()).map((error) => `round ${round}: ${error}`));
    const erased = await of.erase();
    if (erased !== of.people) errors.push(`round ${round}: ${erased} erased, not ${of.people}`);
    measured.push(await of.memory());
  }
  const [base = first] = [first, ...measured.slice(0, 1)].toSorted(
    (a, b) => a.heapBytes - b.heapBytes,
  );
  const last = measured.at(-1) ?? base;
  const report = {
    coldMB: megabytes(of.cold.heapBytes),
    baseMB: megabytes(base.heapBytes),
    roundsMB: measured.map(({ heapBytes }) => megabytes(heapBytes)),
    growthMB: megabytes(last.heapBytes - base.heapBytes),
    rssMB: [of.cold, first, ...measured].map(({ rssBytes }) => megabytes(rssBytes)),
  };
  return { report, errors };
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e5) / 10;
}
