/**
 * The schedule of the original's measurement: each person posts ten times, five seconds apart,
 * the people spread evenly over the interval.
 *
 * Rule S11: docs/spec/march-simulation.md.
 */
export interface Pace {
  readonly posts: number;
  readonly everyMs: number;
}

export const ORIGINAL: { readonly sizes: readonly number[] } & Pace = {
  sizes: [250, 500, 1_000],
  posts: 10,
  everyMs: 5_000,
};
/** To see that the bench works, not to learn anything. */
export const QUICK: typeof ORIGINAL = { sizes: [50], posts: 3, everyMs: 1_000 };

/** What one process of load is to do. */
export interface Load extends Pace {
  readonly url: string;
  readonly march: string;
  /** With the rights to share and to display: every answer is the full table. */
  readonly invite: string;
  readonly people: number;
}

export interface Due {
  readonly person: number;
  readonly post: number;
  /** Milliseconds after the start. */
  readonly atMs: number;
}

/** Every post of a size, in the order in which they are due. */
export function dueOf({
  people,
  posts,
  everyMs,
}: Pace & { readonly people: number }): readonly Due[] {
  return Array.from({ length: people * posts }, (_, index) => {
    const person = index % people;
    const post = Math.floor(index / people);
    return { person, post, atMs: post * everyMs + (person / people) * everyMs };
  });
}

/** What became of it. */
export interface Loaded {
  /** From when a request was due until its answer was read, for each that was answered with 200. */
  readonly latenciesMs: readonly number[];
  readonly failed: number;
  /** The first failures, in words. */
  readonly failures: readonly string[];
  /** Locations in the answers, together. */
  readonly locations: number;
  /** The last moment at which load was behind its own schedule, in milliseconds at most. */
  readonly behindMs: number;
}
