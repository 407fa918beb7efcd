/**
 * Hybrid logical clock (Kulkarni et al., 2014): wall time where it can be, a counter where it
 * must be. A stamp taken after seeing another is greater, whatever the two clocks say.
 *
 *   observe(remote) ─► wall, count ─► next() ─► greater than everything seen
 *
 * Rules R3, R4: docs/spec/replica.md.
 */
import type { AuthorId } from "./author.ts";

/** Where time comes from. May jump; nothing here assumes that it only grows. */
export interface Clock {
  /** Whole milliseconds since the epoch. */
  now(): number;
  /** Milliseconds from some start, which nobody can set. Without it only `now` closes slots. */
  readonly monotonic?: () => number;
}

export interface Stamp {
  readonly wallMs: number;
  readonly count: number;
  /** Breaks ties, so that no two authors make equal stamps. */
  readonly author: AuthorId;
}

type Seen = Pick<Stamp, "wallMs" | "count">;

/** A stamp further ahead is broken or lying; believing it would drag every clock along. */
export const AHEAD_MS_MAX = 60_000;

export class HybridClock {
  readonly #clock: Clock;
  readonly #author: AuthorId;
  #wallMs = 0;
  #count = 0;
  #taken: Seen = { wallMs: 0, count: 0 };

  constructor(clock: Clock, author: AuthorId) {
    this.#clock = clock;
    this.#author = author;
  }

  /** A stamp greater than every one made or observed here. */
  next(): Stamp {
    const nowMs = this.#clock.now();
    // A count that was observed at its end carries over, or its author would have silenced us.
    if (nowMs > this.#wallMs || this.#count === Number.MAX_SAFE_INTEGER) {
      this.#wallMs = Math.max(nowMs, this.#wallMs + 1);
      this.#count = 0;
    } else {
      this.#count += 1;
    }
    return { wallMs: this.#wallMs, count: this.#count, author: this.#author };
  }

  /** The highest that was observed. What was only made here may be higher. */
  get taken(): Seen {
    return this.#taken;
  }

  /** Makes later stamps greater than `seen`. The caller has refused what is too far ahead. */
  observe(seen: Seen): void {
    if (isLower(this.#taken, seen)) this.#taken = { wallMs: seen.wallMs, count: seen.count };
    if (seen.wallMs > this.#wallMs) {
      this.#wallMs = seen.wallMs;
      this.#count = seen.count;
    } else if (seen.wallMs === this.#wallMs) {
      this.#count = Math.max(this.#count, seen.count);
    }
  }

  /** What was made here and is above `made` was given to nobody, and counts no more. */
  restart(made: Seen): void {
    const { wallMs, count } = isLower(this.#taken, made) ? made : this.#taken;
    this.#wallMs = wallMs;
    this.#count = count;
  }
}

function isLower(a: Seen, b: Seen): boolean {
  return a.wallMs < b.wallMs || (a.wallMs === b.wallMs && a.count < b.count);
}

export function isTooFarAhead(stamp: Stamp, nowMs: number): boolean {
  return stamp.wallMs > nowMs + AHEAD_MS_MAX;
}

/** Orders stamps by time, then count, then author: a total order. */
export function compareStamps(a: Stamp, b: Stamp): number {
  if (a.wallMs !== b.wallMs) return a.wallMs - b.wallMs;
  if (a.count !== b.count) return a.count - b.count;
  return a.author < b.author ? -1 : Number(a.author > b.author);
}
