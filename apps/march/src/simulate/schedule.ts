/**
 * When each move is due. People post spread over the first fifth of a tick, each at a known
 * moment; latency counts from there, whether or not the post was late itself.
 *
 *   ├ posts ┼──────────────── settled ────────────────┤ next tick: what is not there is missed
 *
 * Rule S3: docs/spec/march-simulation.md.
 */
const SPREAD = 0.2;
/** When everything of a tick has settled, and viewers may be compared. */
const SETTLED = 0.85;

export interface Schedule {
  /** Milliseconds since the epoch. */
  readonly startAt: number;
  readonly tickMs: number;
  readonly people: number;
}

export function tickStart({ startAt, tickMs }: Schedule, tick: number): number {
  return startAt + tick * tickMs;
}

export function postAt(schedule: Schedule, person: number, tick: number): number {
  const spreadMs = schedule.tickMs * SPREAD;
  return tickStart(schedule, tick) + Math.floor((person / schedule.people) * spreadMs);
}

/** The middle of a tick's posts. */
export function amidPosts(schedule: Schedule, tick: number): number {
  return tickStart(schedule, tick) + (schedule.tickMs * SPREAD) / 2;
}

export function settledAt(schedule: Schedule, tick: number): number {
  return tickStart(schedule, tick) + schedule.tickMs * SETTLED;
}

/** Half-way: the post of this tick is out, the next is not. */
export function halfway(schedule: Schedule, tick: number): number {
  return tickStart(schedule, tick) + schedule.tickMs / 2;
}
