/**
 * When each move is due. After an assembly, people post spread over a part of each tick, each at a
 * known moment; latency counts from there, whether or not the post was late.
 *
 *   go ─ assembly ─┤ posts ┼ repeats ─ settled ┤ next tick: what is not there is missed
 *
 * Rule S3: docs/spec/march-simulation.md.
 */
/** Of a tick, when everything of it has settled, and viewers may be compared. */
const SETTLED = 0.85;
/** The last post goes out at most so long before that. */
const SETTLE_MS_MAX = 1_250;
/** Of a tick, however short: posts are spread over so much of it. */
const SPREAD_MIN = 0.4;
/** Of a tick, from the last post to what is sent again. */
const POSTED = 0.1;
/** Nobody tells phones when to share: who joined one after the other does not post so. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

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
const ASSEMBLED_EACH_MS = 4;
const ASSEMBLED_MS_MAX = 4_000;

/** The schedule of a run that is told of at `nowMs`. */
export function scheduleFrom(nowMs: number, run: Omit<Schedule, "startAt">): Schedule {
  const assemblyMs = run.people * ASSEMBLE_EACH_MS + assembledMs(run.people);
  return { ...run, startAt: nowMs + ASSEMBLE_AFTER_MS + assemblyMs };
}

/** When a person comes to the assembly. */
export function assembleAt({ startAt, people }: Schedule, person: number): number {
  return startAt - assembledMs(people) - (people - person) * ASSEMBLE_EACH_MS;
}

function assembledMs(people: number): number {
  return Math.min(people * ASSEMBLED_EACH_MS, ASSEMBLED_MS_MAX);
}

export function tickStart({ startAt, tickMs }: Schedule, tick: number): number {
  return startAt + tick * tickMs;
}

export function postAt(schedule: Schedule, person: number, tick: number): number {
  const turn = (person * GOLDEN) % 1;
  return tickStart(schedule, tick) + Math.floor(turn * spreadMs(schedule));
}

export interface Due<T> {
  readonly one: T;
  readonly dueAt: number;
}

/** Each with its moment, what is due first before the others. */
export function inTurn<T>(all: readonly T[], dueAt: (one: T) => number): readonly Due<T>[] {
  return all.map((one) => ({ one, dueAt: dueAt(one) })).sort((a, b) => a.dueAt - b.dueAt);
}

/** The middle of a tick's posts. */
export function amidPosts(schedule: Schedule, tick: number): number {
  return tickStart(schedule, tick) + spreadMs(schedule) / 2;
}

/** The posts of this tick are out, those of the next are not. */
export function afterPosts(schedule: Schedule, tick: number): number {
  return tickStart(schedule, tick) + spreadMs(schedule) + schedule.tickMs * POSTED;
}

function spreadMs({ tickMs }: Schedule): number {
  return Math.max(tickMs * SPREAD_MIN, tickMs * SETTLED - SETTLE_MS_MAX);
}

export function settledAt(schedule: Schedule, tick: number): number {
  return tickStart(schedule, tick) + schedule.tickMs * SETTLED;
}
