/**
 * When each move is due. After an assembly, people post spread over the first two fifths of each
 * tick, each at a known moment; latency counts from there, whether or not the post was late.
 *
 *   go ─ assembly ─┤ posts ┼───── settled ─────┤ next tick: what is not there is missed
 *
 * Rule S3: docs/spec/march-simulation.md.
 */
const SPREAD = 0.4;
/** When everything of a tick has settled, and viewers may be compared. */
const SETTLED = 0.85;

export interface Schedule {
  /** Milliseconds since the epoch. */
  readonly startAt: number;
  readonly tickMs: number;
  readonly people: number;
}

/** People come to the assembly one after the other. */
const ASSEMBLE_EACH_MS = 4;
/** From the schedule to the first who comes. */
const ASSEMBLE_AFTER_MS = 300;
/** From the last who came to the first tick, for each of them: a cold start is over by then. */
const SETTLE_EACH_MS = 4;
const SETTLE_MS_MAX = 4_000;

/** The schedule of a run that is told of at `nowMs`. */
export function scheduleFrom(nowMs: number, run: Omit<Schedule, "startAt">): Schedule {
  const assemblyMs = run.people * ASSEMBLE_EACH_MS + settleMs(run.people);
  return { ...run, startAt: nowMs + ASSEMBLE_AFTER_MS + assemblyMs };
}

/** When a person comes to the assembly. */
export function assembleAt({ startAt, people }: Schedule, person: number): number {
  return startAt - settleMs(people) - (people - person) * ASSEMBLE_EACH_MS;
}

function settleMs(people: number): number {
  return Math.min(people * SETTLE_EACH_MS, SETTLE_MS_MAX);
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
