/**
 * The people of one process of a throng: they join, post at their moments of each tick, hear the
 * others of their part, and a few of them lose the network in each tick and come back.
 *
 * Rules S13, S14: docs/spec/march-simulation.md.
 */
import type { Place } from "../../model.ts";
import { MarchApi, Refused } from "../api.ts";
import { ASSEMBLY, Expectation } from "../expectation.ts";
import { afterPosts, assembleAt, inTurn, postAt, type Schedule, tickStart } from "../schedule.ts";
import type { SignatureSample } from "../signature-sample.ts";
import { type Life, until } from "../wait.ts";
import { FrameReader, type FrameSays } from "./frame-reader.ts";
import { Marcher } from "./marcher.ts";
import type { ThrongSetup, ThrongTick } from "./message.ts";
import { LATENCY_MS_MAX, PinsHeard } from "./pins-heard.ts";

/** How many join at the same time. */
const JOIN_AT_ONCE = 8;
/** A march takes so many joins a second: who is refused waits, and asks again. */
const JOIN_AGAIN_MS = 300;
const JOIN_TRIES_MAX = 400;
const AGAIN: ReadonlySet<number> = new Set([429, 503]);
/** Of so many people one loses the network in a tick. */
const DROP_EVERY = 100;
/** Of those who lost it, every other one joins the march anew, and not only its room. */
const ANEW_EVERY = 2;
const TEXTS_MAX = 20;
/** An erase is told within half a second, to whoever listens. */
export const ERASED_AGAIN_MS = 250;
export const ERASED_TRIES_MAX = 40;

interface One {
  readonly person: number;
  readonly marcher: Marcher;
  /** The last post, until it is answered. */
  posting: Promise<void>;
}

export class Company {
  readonly latencies: number[] = Array.from({ length: LATENCY_MS_MAX + 1 }, () => 0);
  frames = 0;
  bytes = 0;
  readonly #setup: ThrongSetup;
  readonly #life: Life;
  readonly #expectation: Expectation;
  readonly #reader: FrameReader;
  readonly #all: One[] = [];
  /** By person, from the assembly on. */
  readonly #heard = new Map<number, PinsHeard>();
  #errors: string[] = [];
  #isErased = false;
  #behindMs = 0;
  #rejoined = 0;

  constructor(setup: ThrongSetup, life: Life, sample: Pick<SignatureSample, "hear">) {
    this.#setup = setup;
    this.#life = life;
    this.#expectation = new Expectation(setup);
    this.#reader = new FrameReader(this.#expectation, sample);
  }

  get ids(): readonly (readonly [number, string])[] {
    return this.#all.map(({ person, marcher }) => [person, marcher.id]);
  }

  async join(): Promise<void> {
    const { from, step, people } = this.#setup;
    const persons: number[] = [];
    for (let person = from; person < people; person += step) persons.push(person);
    const joinNext = async (): Promise<void> => {
      for (let person = persons.shift(); person !== undefined; person = persons.shift()) {
        const next = person;
        await this.#patiently(() => this.#open(next));
      }
    };
    await Promise.all(Array.from({ length: JOIN_AT_ONCE }, joinNext));
    this.#all.sort((a, b) => a.person - b.person);
  }

  /** From the assembly to the end of the last tick; tells of each when it is over. */
  async march(schedule: Schedule, roster: readonly string[], told: (of: ThrongTick) => void) {
    const { people, ticks } = this.#setup;
    const { latencies } = this;
    for (const { person } of this.#all) {
      this.#heard.set(person, new PinsHeard({ person, people, roster, schedule, latencies }));
    }
    await this.#postAll(ASSEMBLY, (person) => assembleAt(schedule, person));
    await until(this.#life, tickStart(schedule, 0));
    // Counted once a tick is over: a busy machine may be late with the assembly.
    let others: readonly number[] | null = null;
    const churns: Promise<void>[] = [];
    for (let tick = 0; tick < ticks; tick += 1) {
      churns.push(this.#churn(schedule, tick));
      await this.#postAll(tick, (person) => postAt(schedule, person, tick));
      await until(this.#life, tickStart(schedule, tick + 1));
      others ??= this.#all.map(({ person }) => this.#heard.get(person)?.others ?? 0);
      told(this.#judge(tick, others));
    }
    await Promise.all(churns);
  }

  /** Once everything has been erased: what was sent last comes again, and nothing may show. */
  async haunt(waitMs: number): Promise<readonly string[]> {
    this.#isErased = true;
    for (const { marcher } of this.#all) marcher.repeatLast();
    await until(this.#life, this.#life.timers.now() + waitMs);
    return this.#takeErrors();
  }

  /** Everyone posts the last place once more; resolves with how many were taken. */
  async round(
    overMs: number,
  ): Promise<{ readonly taken: number; readonly errors: readonly string[] }> {
    this.#isErased = false;
    const startAt = this.#life.timers.now();
    const posted: Promise<string>[] = [];
    for (const [index, one] of this.#all.entries()) {
      await until(this.#life, startAt + (index / this.#all.length) * overMs);
      posted.push(this.#postAfresh(one));
    }
    const codes = await Promise.all(posted);
    const refused = codes.filter((code) => code !== "").map((code) => `refused, ${code}`);
    return { taken: codes.length - refused.length, errors: refused.slice(0, TEXTS_MAX) };
  }

  close(): void {
    for (const { marcher } of this.#all) marcher.drop();
  }

  /** A march takes so many at a time, and a busy database answers late. */
  async #patiently(enter: () => Promise<void>): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await enter();
      } catch (error) {
        const isForNow = error instanceof Refused && AGAIN.has(error.status);
        if (!isForNow || tries >= JOIN_TRIES_MAX) throw error;
        await until(this.#life, this.#life.timers.now() + JOIN_AGAIN_MS);
      }
    }
  }

  async #open(person: number): Promise<void> {
    const { url, march, invite } = this.#setup;
    const { timers } = this.#life;
    const marcher = await Marcher.open({
      api: new MarchApi(url, timers),
      march,
      invite,
      contingent: this.#expectation.contingentOf(person),
      now: () => timers.now(),
      reader: this.#reader,
      hears: (says, bytes) => this.#hear(person, says, bytes),
      onLost: (why) => this.#wrong(`person ${person} lost the connection: ${why}`),
    });
    this.#all.push({ person, marcher, posting: Promise.resolve() });
  }

  #hear(person: number, says: FrameSays, bytes: number): void {
    this.frames += 1;
    this.bytes += bytes;
    if (this.#isErased && says.moves.length > 0) this.#wrong("a pin is shown after the erase");
    this.#heard.get(person)?.take(says, this.#life.timers.now());
  }

  async #postAll(tick: number, at: (person: number) => number): Promise<void> {
    for (const { one, dueAt } of inTurn(this.#all, ({ person }) => at(person))) {
      await until(this.#life, dueAt);
      const behindMs = this.#life.timers.now() - dueAt;
      if (tick !== ASSEMBLY) this.#behindMs = Math.max(this.#behindMs, behindMs);
      one.posting = this.#post(one, tick);
    }
  }

  /** Who had not heard of the last erase yet posted what it covers: they hear of it, and post again. */
  async #postAfresh({ marcher, person }: One): Promise<string> {
    const place = this.#place(person, this.#setup.ticks - 1);
    for (let tries = 1; ; tries += 1) {
      const code = await marcher.post(place);
      if (code !== "erased" || tries === ERASED_TRIES_MAX) return code;
      await until(this.#life, this.#life.timers.now() + ERASED_AGAIN_MS);
    }
  }

  async #post({ marcher, person }: One, tick: number): Promise<void> {
    const code = await marcher.post(this.#place(person, tick));
    if (code !== "") this.#wrong(`person ${person}, tick ${tick}: refused, ${code}`);
  }

  /** The posts of the tick are out, those of the next are not. */
  async #churn(schedule: Schedule, tick: number): Promise<void> {
    await until(this.#life, afterPosts(schedule, tick));
    const leaving = this.#all.filter(({ person }) => (person + tick) % DROP_EVERY === 0);
    for (const { marcher, person, posting } of leaving) {
      await posting;
      if (!marcher.isLive) continue;
      marcher.drop();
      this.#heard.get(person)?.left();
    }
    const back = leaving.map(async ({ marcher }, index) => {
      await (index % ANEW_EVERY === 0 ? this.#patiently(() => marcher.enter()) : marcher.connect());
      this.#rejoined += 1;
    });
    await Promise.all(back);
  }

  #judge(tick: number, others: readonly number[]): ThrongTick {
    const nowMs = this.#life.timers.now();
    const missed: string[] = [];
    let [heard, summaryMs] = [0, 0];
    for (const [index, [person, of]] of [...this.#heard].entries()) {
      const inTime = of.heardInTime(tick);
      heard += inTime;
      summaryMs = Math.max(summaryMs, of.takeSummaryMs(nowMs));
      for (const text of of.takeErrors()) this.#wrong(`person ${person}: ${text}`);
      if (inTime === others[index] || missed.length >= TEXTS_MAX) continue;
      const whom = of.missing(tick, TEXTS_MAX).join(", ");
      missed.push(
        `person ${person}, tick ${tick}: of ${others[index]} others ${inTime}, not ${whom}`,
      );
    }
    const expected = others.reduce((sum, each) => sum + each, 0);
    const behindMs = Math.round(this.#behindMs);
    const rejoined = this.#rejoined;
    this.#rejoined = 0;
    this.#behindMs = 0;
    const errors = this.#takeErrors();
    return { is: "tick", tick, heard, expected, missed, summaryMs, rejoined, behindMs, errors };
  }

  #place(person: number, tick: number): Place {
    return this.#expectation.at(person, tick);
  }

  #wrong(error: string): void {
    if (this.#errors.length < TEXTS_MAX) this.#errors.push(error);
  }

  #takeErrors(): readonly string[] {
    const errors = this.#errors;
    this.#errors = [];
    return errors;
  }
}
