/**
 * What the original, Where@, measured on this schedule, as published. Theirs was another machine
 * and a real network: the figures stand beside ours, they are no race.
 */
export interface Published {
  readonly people: number;
  readonly processes: number;
  readonly requests: number;
  readonly failed: number;
  readonly meanMs: number;
  /** Null where none was published. */
  readonly p95Ms: number | null;
}

export const PUBLISHED: readonly Published[] = [
  { people: 250, processes: 2, requests: 2_500, failed: 0, meanMs: 302, p95Ms: 1_905 },
  { people: 500, processes: 2, requests: 5_000, failed: 2_781, meanMs: 17_340, p95Ms: null },
  { people: 1_000, processes: 12, requests: 10_000, failed: 3, meanMs: 10_106, p95Ms: 15_065 },
];

export const CAVEAT =
  "The original, Where@, was measured on other hardware and over a real network; " +
  "here, load and node share one machine.";
