/** What `suite.ts` is asked, and what it answers. */

export interface SuiteOrder {
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly testMsMax: number;
  /** Only tests whose name holds this run; all of them when it is empty. */
  readonly named: string;
}

export interface TestEnd {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly ms: number;
  /** The error in full; empty when the test passed. */
  readonly failure: string;
}

/**
 * A leak names the kinds of resources that kept the process alive after its tests; `late` is an
 * error that nobody caught, thrown when the test that caused it had ended.
 */
export type SuiteMessage =
  | { readonly test: TestEnd }
  | { readonly leak: string }
  | { readonly late: string }
  | { readonly done: true };
