/** What `suite.ts` is asked, and what it answers. */

export interface SuiteOrder {
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly testMsMax: number;
}

export interface TestEnd {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly ms: number;
  /** The error in full; empty when the test passed. */
  readonly failure: string;
}

/** A leak names the kinds of resources that kept the process alive after its tests. */
export type SuiteMessage =
  | { readonly test: TestEnd }
  | { readonly leak: string }
  | { readonly done: true };
