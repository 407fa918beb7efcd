/**
 * What one of many hears of their part: whose pins, at which tick, in time or not, and how old the
 * summaries of the others become.
 *
 * Rules S13, S14: docs/spec/march-simulation.md.
 */
import { ASSEMBLY } from "../expectation.ts";
import { postAt, type Schedule, tickStart } from "../schedule.ts";
import type { FrameSays, HeardMove } from "./frame-reader.ts";

const UNHEARD = ASSEMBLY - 1;
/** Latencies are counted by the millisecond, the longest together. */
export const LATENCY_MS_MAX = 10_000;

export interface PinsHeardOptions {
  readonly person: number;
  readonly people: number;
  /** The id of each person who shares. */
  readonly roster: readonly string[];
  readonly schedule: Schedule;
  /** By millisecond; shared by all who are heard here. */
  readonly latencies: number[];
}

export class PinsHeard {
  readonly #options: PinsHeardOptions;
  /** The tick at which each person was heard last. */
  readonly #last: Int16Array;
  readonly #inTime = new Map<number, number>();
  #errors: string[] = [];
  #summaryAt: number | null = null;
  #summaryMs = 0;

  constructor(options: PinsHeardOptions) {
    this.#options = options;
    this.#last = new Int16Array(options.people).fill(UNHEARD);
  }

  /** How many others of the part have been heard. */
  get others(): number {
    const self = this.#last[this.#options.person] === UNHEARD ? 0 : 1;
    return this.#last.reduce((sum, tick) => sum + (tick === UNHEARD ? 0 : 1), 0) - self;
  }

  take({ moves, strange, summarised }: FrameSays, nowMs: number): void {
    if (strange.length > 0) this.#errors.push(`${strange.length} pins where nobody ever was`);
    for (const move of moves) this.#heard(move, nowMs);
    if (summarised === null) return;
    this.#summaryMs = this.#ageAt(nowMs);
    this.#summaryAt = nowMs;
  }

  /** The connection is gone: nobody looks at the summaries until it is back. */
  left(): void {
    this.#summaryAt = null;
  }

  /** The others who were not heard at `tick` or later, the first `max` of them. */
  missing(tick: number, max: number): readonly number[] {
    const { person } = this.#options;
    const all = [...this.#last.keys()];
    const late = all.filter((other) => other !== person && this.#isLate(other, tick));
    return late.slice(0, max);
  }

  heardInTime(tick: number): number {
    return this.#inTime.get(tick) ?? 0;
  }

  /** How old the summaries at hand became since the last call, at most. */
  takeSummaryMs(nowMs: number): number {
    const age = this.#ageAt(nowMs);
    this.#summaryMs = 0;
    return age;
  }

  takeErrors(): readonly string[] {
    const errors = this.#errors;
    this.#errors = [];
    return errors;
  }

  #isLate(other: number, tick: number): boolean {
    const last = this.#last[other] ?? UNHEARD;
    return last !== UNHEARD && last < tick;
  }

  #ageAt(nowMs: number): number {
    return Math.max(this.#summaryMs, this.#summaryAt === null ? 0 : nowMs - this.#summaryAt);
  }

  #heard({ person, tick, id }: HeardMove, nowMs: number): void {
    const { roster, schedule, latencies } = this.#options;
    if (roster[person] !== id) this.#errors.push(`person ${person}'s place under another's name`);
    const before = this.#last[person] ?? UNHEARD;
    if (tick < before) this.#errors.push(`person ${person} moved back from ${before} to ${tick}`);
    if (tick <= before) return;
    this.#last[person] = tick;
    if (person === this.#options.person || tick === ASSEMBLY) return;
    const ms = Math.max(0, Math.round(nowMs - postAt(schedule, person, tick)));
    const slot = Math.min(ms, LATENCY_MS_MAX);
    latencies[slot] = (latencies[slot] ?? 0) + 1;
    if (nowMs > tickStart(schedule, tick + 1)) return;
    this.#inTime.set(tick, (this.#inTime.get(tick) ?? 0) + 1);
  }
}
