/** What the bench and a worker process say to each other, one JSON object a line. */

/** The first line: where and what. Later ones: `join` and `leave`, in all its groups at once. */
export interface Hiring {
  readonly url: string;
  readonly groups: readonly string[];
  readonly partitions: number;
  readonly fenced: boolean;
}

export type Order = "join" | "leave";

/** Times are of the machine's clock. */
export type Told =
  | ToldOfKey
  /** An order was taken up at that time, and is carried out now. */
  | { readonly done: Order; readonly sinceMs: number };

/** A key is held from then on, or no longer. */
export interface ToldOfKey {
  readonly group: string;
  readonly key: string;
  readonly has: boolean;
  readonly atMs: number;
}
