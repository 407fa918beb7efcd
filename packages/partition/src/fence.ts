/**
 * The token that a durable effect must carry: which ownership of a key it is.
 *
 * Rules P8, P9: docs/spec/partition.md.
 */
export interface Fence {
  /**
   * Of the database: raised by a failover, which may take counters back. Where the database was
   * moved to a server whose timeline is lower, those of before are added.
   */
  readonly timeline: number;
  /** Grows with every claim. */
  readonly counter: number;
  /** Random, 48 bits: tells two claims of one counter apart. */
  readonly nonce: number;
}

/** Negative where `a` is the older. Two that differ in the nonce alone do not compare: 0. */
export function compareFences(a: Fence, b: Fence): number {
  return a.timeline - b.timeline || a.counter - b.counter;
}
