/** How a member of `muster work` works, and where it says so. */
export interface Manner {
  /** How long it takes to stop. */
  readonly slowMs: number;
  readonly everyMs: number;
  /** That it is at work. */
  readonly print: (line: string) => void;
  /** What happened, with the time of day. */
  readonly tell: (line: string) => void;
}
