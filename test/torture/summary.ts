/** The verdict on a torture in words. */
import type { Recovery } from "./recovery.ts";
import type { Verdict } from "./verdict.ts";

/** More of one kind tell nothing new. */
const COMPLAINTS_MAX = 30;

export function describeFaults(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(", ");
}

export function summaryOf(verdict: Verdict): string {
  const { complaints, recovery, owned, restMs } = verdict;
  const lines = [
    ...complaints.slice(0, COMPLAINTS_MAX),
    ...(complaints.length > COMPLAINTS_MAX
      ? [`and ${complaints.length - COMPLAINTS_MAX} complaints more`]
      : []),
    `seed ${verdict.seed}, ${verdict.seconds} s, ${verdict.workers} workers`,
    `faults (floor): ${withFloors(verdict)}`,
    `judged: ${verdict.keyIntervals} intervals of keys, ${verdict.viewIntervals} of views; ` +
      `${verdict.entries} writes in the ledger; tried: ${describeFaults(verdict.writes)}`,
    `owned without outages: lease path ${percent(owned.lease)}, fast path ${percent(owned.fast)}`,
    `overlaps ${verdict.overlaps.length}, fence regressions ${verdict.regressions.length}, ` +
      `doubled writes ${verdict.doubles.length}, lost writes ${verdict.lost.length}`,
    `killed to owned again, while other faults went on (the server down, more processes killed or ` +
      `stopped; by itself a kill takes 4.5 s on the lease path): ` +
      `lease path ${describe(recovery.lease)}; fast path ${describe(recovery.fast)}`,
    restMs === null
      ? "not at rest in time"
      : `at rest ${Math.round(restMs)} ms after the last fault`,
    complaints.length === 0 ? "withstood" : `FAILED: ${complaints.length} complaints`,
  ];
  return lines.join("\n");
}

function withFloors({ faults, floors }: Verdict): string {
  const floorOf = new Map(Object.entries(floors));
  return Object.entries(faults)
    .map(([kind, count]) => `${kind} ${count} (${floorOf.get(kind) ?? 0})`)
    .join(", ");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function describe({ keys, p50, p99, max }: Recovery): string {
  return keys === 0 ? "none" : `p50 ${p50} ms, p99 ${p99} ms, max ${max} ms, ${keys} keys`;
}
