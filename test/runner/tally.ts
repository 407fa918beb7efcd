/** What a step of `npm test` found, and how the end of a run is told. */

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** What was missing has been told, and may be missing here. */
  readonly isSkipped?: true;
}

export interface StepResult extends Tally {
  readonly step: string;
  readonly ms: number;
}

export const NOTHING: Tally = { passed: 0, failed: 0 };

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/** A step that found nothing to run proves nothing: it counts as one failure (H20). */
export function judged(tally: Tally): Tally {
  if (tally.isSkipped) return tally;
  return tally.passed + tally.failed === 0 ? { passed: 0, failed: 1 } : tally;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** A table of the steps, then the sum on a line of its own, always last. */
export function summary(results: readonly StepResult[]): string {
  const rows = results.map((r) => row([r.step, seconds(r.ms), `${r.passed}`, `${r.failed}`]));
  const sum = results.reduce(add, NOTHING);
  const last = `${sum.passed} passed, ${sum.failed} failed`;
  return ["", row(["step", "time", "passed", "failed"]), ...rows, "", last, ""].join("\n");
}

function row([name = "", ...cells]: readonly string[]): string {
  return name.padEnd(10) + cells.map((cell) => cell.padStart(10)).join("");
}
