/**
 * A mutant breaks one rule on purpose. The named test file must notice: a test
 * of it whose name carries the rule must fail. Lists of mutants live beside
 * what they break, in a mutants.ts in each package and application, as
 * `export const mutants: readonly Mutant[] = […]`.
 */
export interface Mutant {
  /** As in docs/spec: `R3`. */
  readonly rule: string;
  /** What is broken, from the root of the repository. */
  readonly file: string;
  /** Source text that occurs exactly once in `file`. */
  readonly find: string;
  readonly replace: string;
  /** The test file that must fail, from the root of the repository. */
  readonly test: string;
}
