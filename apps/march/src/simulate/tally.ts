/**
 * A viewer's judgement: what it was shown, compared with what route and seed say.
 *
 *   saw ─► whose place is it? ─► the right person, not before what is shown ─► seen at
 *   tick ends ─► seen in time: a delivery   not yet: a missed move
 *
 * Pins may go only when someone erased: in the raced tick, and after the last one.
 *
 * Rules S3 to S6: docs/spec/march-simulation.md.
 */
import type { Place } from "../model.ts";
import { ASSEMBLY, type Expectation } from "./expectation.ts";
import { postAt, type Schedule, tickStart } from "./schedule.ts";

export interface TallyOptions {
  readonly expectation: Expectation;
  readonly schedule: Schedule;
  /** The id of each person who shares, in their order. */
  readonly roster: readonly string[];
  /** The tick in which an erase races the posts; null for none. Its moves do not count. */
  readonly raceTick: number | null;
}

export interface TickReport {
  readonly tick: number;
  readonly delivered: number;
  /** People whose pin was not where it should be when the tick ended. */
  readonly missed: readonly number[];
  /** One for each delivery: from the scheduled post until it was seen here. */
  readonly latenciesMs: readonly number[];
}

export class Tally {
  readonly #options: TallyOptions;
  readonly #personOf: ReadonlyMap<string, number>;
  /** When the place of each person's each tick was first seen; absent while it was not. */
  readonly #seenAt: readonly Map<number, number>[];
  /** Ticks shown now, by person; absent: no pin. */
  readonly #shown = new Map<number, number>();
  readonly #strangers = new Set<string>();
  /** A face that is asked again and again shows the same wrong again and again: once is enough. */
  readonly #errors = new Set<string>();
  #isErased = false;

  constructor(options: TallyOptions) {
    this.#options = options;
    this.#personOf = new Map(options.roster.map((id, person) => [id, person]));
    this.#seenAt = options.roster.map(() => new Map());
  }

  /** How many pins are shown now, strangers' as well. */
  get shown(): number {
    return this.#shown.size + this.#strangers.size;
  }

  /** What went wrong since the last call, in words. */
  takeErrors(): readonly string[] {
    const errors = [...this.#errors];
    this.#errors.clear();
    return errors;
  }

  /** A pin is shown here. */
  saw(id: string, place: Place, nowMs: number): void {
    const person = this.#personOf.get(id);
    if (person === undefined) return this.#sawStranger(id);
    if (this.#isErased) this.#wrong(`person ${person} is shown after the erase`);
    const move = this.#options.expectation.whose(place);
    if (move === null) return this.#wrong(`person ${person} is shown where nobody ever was`);
    if (move.person !== person) {
      return this.#wrong(`person ${person} is shown at the place of person ${move.person}`);
    }
    const before = this.#shown.get(person) ?? ASSEMBLY;
    if (move.tick < before) {
      this.#wrong(`person ${person} moved back from tick ${before} to tick ${move.tick}`);
    }
    this.#shown.set(person, move.tick);
    const seen = this.#seenAt[person];
    if (seen?.has(move.tick) === false) seen.set(move.tick, nowMs);
  }

  /** A pin is shown no longer. */
  gone(id: string, nowMs: number): void {
    this.#strangers.delete(id);
    const person = this.#personOf.get(id);
    if (person === undefined || !this.#shown.delete(person)) return;
    if (!this.#mayGo(nowMs)) this.#wrong(`the pin of person ${person} went away`);
  }

  /** Every pin is gone. */
  cleared(nowMs: number): void {
    for (const person of this.#shown.keys()) this.gone(this.#options.roster[person] ?? "", nowMs);
    this.#strangers.clear();
  }

  /** These pins are shown, and no others. */
  sawOnly(pins: ReadonlyMap<string, Place>, nowMs: number): void {
    for (const person of this.#shown.keys()) {
      const id = this.#options.roster[person] ?? "";
      if (!pins.has(id)) this.gone(id, nowMs);
    }
    for (const id of this.#strangers) if (!pins.has(id)) this.#strangers.delete(id);
    for (const [id, place] of pins) this.saw(id, place, nowMs);
  }

  /** Judges a tick, at its end or later: only what was seen by its end counts. */
  closeTick(tick: number): TickReport {
    const { schedule, raceTick } = this.#options;
    if (tick === raceTick) return { tick, delivered: 0, missed: [], latenciesMs: [] };
    const endMs = tickStart(schedule, tick + 1);
    const missed: number[] = [];
    const latenciesMs: number[] = [];
    for (const [person, seen] of this.#seenAt.entries()) {
      const atMs = seen.get(tick) ?? Number.POSITIVE_INFINITY;
      if (atMs > endMs) missed.push(person);
      else latenciesMs.push(Math.max(0, atMs - postAt(schedule, person, tick)));
    }
    return { tick, delivered: latenciesMs.length, missed, latenciesMs };
  }

  /** The pins shown, once a raced tick has settled: none may be of an earlier tick. */
  shownInRace(tick: number): readonly number[] {
    for (const [person, shown] of this.#shown) {
      if (shown !== tick)
        this.#wrong(`person ${person} is shown from tick ${shown}, before the erase`);
    }
    return [...this.#shown.keys()].toSorted((a, b) => a - b);
  }

  /** From here on nothing may be shown. */
  erased(): void {
    this.#isErased = true;
  }

  #sawStranger(id: string): void {
    if (this.#strangers.has(id)) return;
    this.#strangers.add(id);
    this.#wrong(`a pin is shown of someone who does not share: ${id}`);
  }

  #mayGo(nowMs: number): boolean {
    const { schedule, raceTick, expectation } = this.#options;
    const inTick = (tick: number) =>
      nowMs >= tickStart(schedule, tick) && nowMs <= tickStart(schedule, tick + 1);
    const isOver = nowMs >= tickStart(schedule, expectation.plan.ticks);
    return isOver || (raceTick !== null && inTick(raceTick));
  }

  #wrong(error: string): void {
    this.#errors.add(error);
  }
}
