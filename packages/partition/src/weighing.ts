/**
 * What the application says that its partitions weigh. Weights are no more than a hint of which of
 * them move: where one cannot be had, that of before counts, or 1, and the membership goes on.
 *
 * Rule P12: docs/spec/partition.md.
 */
import { Fault } from "./fault.ts";

/** Sums of so many partitions stay exact enough to compare. */
const WEIGHT_MAX = 1e12;
const WEIGHT_UNKNOWN = 1;

export interface WeighingOptions {
  readonly weigh: (key: string) => number;
  /** Told once until all are weighed again. */
  readonly onUnweighed: (why: Fault) => void;
}

export class Weighing {
  readonly #options: WeighingOptions;
  #isTold = false;

  constructor(options: WeighingOptions) {
    this.#options = options;
  }

  loadsOf(
    keys: Iterable<string>,
    before: ReadonlyMap<string, number>,
  ): ReadonlyMap<string, number> {
    const loads = new Map<string, number>();
    let fault: Fault | null = null;
    for (const key of keys) {
      const weight = this.#weigh(key);
      if (weight instanceof Fault) fault ??= weight;
      loads.set(key, weight instanceof Fault ? (before.get(key) ?? WEIGHT_UNKNOWN) : weight);
    }
    if (fault !== null && !this.#isTold) this.#options.onUnweighed(fault);
    this.#isTold = fault !== null;
    return loads;
  }

  #weigh(key: string): number | Fault {
    const expected = `a number from 0 to ${WEIGHT_MAX} is needed`;
    try {
      const weight: unknown = this.#options.weigh(key);
      if (typeof weight === "number" && weight >= 0 && weight <= WEIGHT_MAX) return weight;
      return new Fault("bad_input", `weigh gave ${String(weight)} for key ${key}: ${expected}`);
    } catch (cause) {
      return new Fault("bad_input", `weigh threw for key ${key}: ${expected}`, { cause });
    }
  }
}
