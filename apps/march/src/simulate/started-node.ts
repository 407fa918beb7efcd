/** A node that somebody started for a run, or that runs already. */

/** After everything that can be collected has been. */
export interface NodeMemory {
  /** Used of the heap, and what it holds outside. */
  readonly heapBytes: number;
  readonly rssBytes: number;
}

export interface StartedNode {
  /** Without a slash at the end. */
  readonly url: string;
  /** Null when it is no process of ours. */
  readonly pid: number | null;
  /** Collects its garbage, and measures what is left; null where it cannot be asked. */
  readonly memory: (() => Promise<NodeMemory>) | null;
  close(): Promise<void>;
}
