/**
 * The people of a run, or the first 150 of them. Each posts its next place at its moment of every
 * tick, every other one as a phone, the rest over the polling API; a few phones live on a network that delivers old posts
 * again, and some people's clocks are so slow that what they post has expired.
 *
 * Rules S4, S7, S8: docs/spec/march-simulation.md.
 */
import type { MarchApi } from "./api.ts";
import { ASSEMBLY, type Expectation, type Move } from "./expectation.ts";
import { Phone } from "./phone.ts";
import { Poller } from "./poller.ts";
import type { RacedPost } from "./race.ts";
import { isDropped, posing, type Sabotage, stallTicks } from "./sabotage.ts";
import { afterPosts, assembleAt, inTurn, postAt, type Schedule } from "./schedule.ts";
import { SignatureSample } from "./signature-sample.ts";
import { ERASED_AGAIN_MS, ERASED_TRIES_MAX } from "./throng/company.ts";
import { type Life, until } from "./wait.ts";
import type { Posted, Walker } from "./walker.ts";

/** Each holds a replica of its contingent: more would measure this process, and not the node. */
const PHONES_MAX = 75;
/** Beyond these, people march in a throng, in processes of their own. */
export const OWN_PEOPLE_MAX = 2 * PHONES_MAX;
/** How many join at the same time. */
const JOIN_AT_ONCE = 16;
/** Of so many people one has a network that repeats; all of these are phones. */
const REPEAT_EVERY = 10;
/** How long after its expiry a late post is written. */
const TOO_OLD_MS = 60_000;

export interface CrowdOptions {
  readonly api: MarchApi;
  readonly march: string;
  readonly invite: string;
  readonly lifetimeMs: number;
  readonly expectation: Expectation;
  /** How many of the run's people are of this crowd: the first. */
  readonly own: number;
  /** People beside those of the expectation, whose posts have expired. */
  readonly expired: number;
  readonly raceTick: number | null;
  readonly sabotage: Sabotage | null;
  readonly life: Life;
}

export class Crowd {
  readonly sample: SignatureSample;
  readonly refused: Record<string, number> = {};
  readonly errors: string[] = [];
  /** The posts of the raced tick. */
  readonly raced: RacedPost[] = [];
  readonly #options: CrowdOptions;
  readonly #walkers: Walker[] = [];
  readonly #late: Phone[] = [];
  readonly #waiting = new Set<Promise<void>>();
  #repeats = 0;
  #behindMs = 0;

  constructor(options: CrowdOptions, sample: SignatureSample) {
    this.#options = options;
    this.sample = sample;
  }

  /** Everyone joins. Close the crowd also when this fails. */
  async join(): Promise<void> {
    const { own: people, expired } = this.#options;
    for (let from = 0; from < people + expired; from += JOIN_AT_ONCE) {
      const size = Math.min(JOIN_AT_ONCE, people + expired - from);
      const batch = Array.from({ length: size }, (_, index) => this.#open(from + index));
      await Promise.all(batch);
    }
    for (const phone of this.#late) await this.#postTooLate(phone);
  }

  /** The ids of those who share, in their order. */
  get roster(): readonly string[] {
    return this.#walkers.map(({ id }) => id);
  }

  /** How many of them share as phones do. */
  get phones(): number {
    return this.#walkers.filter((walker) => walker instanceof Phone).length;
  }

  /** How many old posts were delivered again. */
  get lateRepeats(): number {
    return this.#repeats;
  }

  /** How late a post of a tick went out, at most. */
  get behindMs(): number {
    return this.#behindMs;
  }

  /** Everyone shows where they are before the first tick, one after the other. */
  async assemble(schedule: Schedule): Promise<void> {
    const { life } = this.#options;
    for (const [person, walker] of this.#walkers.entries()) {
      await until(life, assembleAt(schedule, person));
      this.#wait(this.#post(walker, { person, tick: ASSEMBLY }, schedule.tickMs));
    }
  }

  /** Everyone's post of a tick, each at its moment; resolves when the last one has gone out. */
  async walk(schedule: Schedule, tick: number): Promise<void> {
    const { life } = this.#options;
    const walkers = [...this.#walkers.entries()];
    const posts = inTurn(walkers, ([person]) => postAt(schedule, person, tick));
    for (const { one, dueAt } of posts) {
      const [person, walker] = one;
      await until(life, dueAt);
      this.#behindMs = Math.max(this.#behindMs, life.timers.now() - dueAt);
      this.#wait(this.#post(walker, { person, tick }, schedule.tickMs));
    }
    await until(life, afterPosts(schedule, tick));
    this.#repeatOld();
  }

  /** Resolves when every post has been answered. */
  async settled(): Promise<void> {
    await Promise.all(this.#waiting);
  }

  /** Everything that phones sent last comes again: after an erase nothing of it may show. */
  repeatLast(): void {
    for (const walker of this.#walkers) if (walker instanceof Phone) walker.tap.repeatLast();
    for (const phone of this.#late) phone.tap.repeatLast();
  }

  /** Everyone posts the last place of the run once more; resolves with what was refused. */
  async round(): Promise<readonly string[]> {
    const posted = await Promise.all(
      this.#walkers.map((walker, person) => this.#postAfresh(walker, person)),
    );
    return posted.flatMap((each) => (each.status === "taken" ? [] : [`refused, ${each.code}`]));
  }

  /** As everyone of a throng does. */
  async #postAfresh(walker: Walker, person: number): Promise<Posted> {
    const { expectation, life } = this.#options;
    const place = expectation.at(person, expectation.plan.ticks - 1);
    for (let tries = 1; ; tries += 1) {
      const posted = await walker.post(place);
      const isErased = posted.status === "refused" && posted.code === "erased";
      if (!isErased || tries === ERASED_TRIES_MAX) return posted;
      await until(life, life.timers.now() + ERASED_AGAIN_MS);
    }
  }

  close(): void {
    for (const walker of [...this.#walkers, ...this.#late]) walker.close();
  }

  async #open(person: number): Promise<void> {
    const { api, march, invite, expectation, life, own: people } = this.#options;
    const contingent = expectation.contingentOf(person);
    const joining = { api, march, invite, contingent };
    if (person < people && !isPhone(person)) {
      this.#walkers[person] = await Poller.open(joining);
      return;
    }
    const phone = await Phone.open({
      ...joining,
      life,
      heard: (record) => this.sample.hear(record),
      onError: (error) => this.errors.push(`person ${person}: ${textOf(error)}`),
    });
    if (person < people) this.#walkers[person] = phone;
    else this.#late.push(phone);
  }

  /** Nothing was heard here yet, so the stamp follows the clock that is set back. */
  async #postTooLate(phone: Phone): Promise<void> {
    const { lifetimeMs, expectation } = this.#options;
    phone.setClockBack(lifetimeMs + TOO_OLD_MS);
    const posted = await phone.post(expectation.at(0, 0));
    phone.setClockBack(0);
    this.#count(posted);
    if (posted.status === "refused" && posted.code === "expired") return;
    this.errors.push("a post that had expired was not refused for it");
  }

  async #post(walker: Walker, move: Move, tickMs: number): Promise<void> {
    const { sabotage, expectation, life, raceTick } = this.#options;
    const { ticks } = expectation.plan;
    if (isDropped(sabotage, move)) return;
    const stalled = stallTicks(sabotage, move, ticks);
    if (stalled > 0 && walker instanceof Phone) walker.tap.stall(stalled * tickMs);
    const place = expectation.at(posing(sabotage, move, ticks), move.tick);
    const sentAt = life.timers.now();
    try {
      const posted = await walker.post(place);
      this.#count(posted);
      const isTaken = posted.status === "taken";
      const answeredAt = life.timers.now();
      if (move.tick === raceTick) this.raced.push({ ...move, sentAt, answeredAt, isTaken });
      if (posted.status === "taken") return;
      // What is refused because an erase overtook it is as it should be.
      if (move.tick === raceTick && posted.code === "erased") return;
      this.errors.push(`${named(move)}: refused, ${posted.code}: ${posted.reason}`);
    } catch (error) {
      this.errors.push(`${named(move)}: ${textOf(error)}`);
    }
  }

  #count(posted: Posted): void {
    if (posted.status === "taken") return;
    this.refused[posted.code] = (this.refused[posted.code] ?? 0) + 1;
  }

  #repeatOld(): void {
    for (const [person, walker] of this.#walkers.entries()) {
      if (person % REPEAT_EVERY !== 0 || !(walker instanceof Phone)) continue;
      if (walker.tap.repeatEarlier()) this.#repeats += 1;
    }
    for (const phone of this.#late) phone.tap.repeatLast();
  }

  #wait(posting: Promise<void>): void {
    this.#waiting.add(posting);
    void posting.finally(() => this.#waiting.delete(posting));
  }
}

function isPhone(person: number): boolean {
  return person % 2 === 0 && person < 2 * PHONES_MAX;
}

function named({ person, tick }: Move): string {
  return `person ${person}, tick ${tick}`;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
