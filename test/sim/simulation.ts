/** What `npm run sim` can run: seeds one after the other, and the sum of what became of them. */
export interface SeedVerdict {
  readonly seed: number;
  /** Empty where every promise was kept. */
  readonly complaints: readonly string[];
  readonly trace: readonly string[];
}

export interface Simulation {
  /** `isWhole`: with the whole history as its trace, not its end alone. */
  run(seed: number, isWhole: boolean): SeedVerdict | Promise<SeedVerdict>;
  /** One line of all that ran, after so many milliseconds. */
  summary(ms: number): string;
}
