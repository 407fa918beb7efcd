/**
 * Everyone of a run beyond the first 150: thousands of phones in a few processes of their own,
 * and what these report, added up.
 *
 * Rules S13, S14: docs/spec/march-simulation.md.
 */
import { fileURLToPath } from "node:url";
import { addSamples, type SampleCounts } from "../signature-sample.ts";
import { TalkingProcess } from "../talking-process.ts";
import type { Life } from "../wait.ts";
import type { FromThrong, ThrongSetup, ThrongTick, ToThrong } from "./message.ts";

const SCRIPT = fileURLToPath(new URL("marchers.ts", import.meta.url));
const PROCESSES_MAX = 2;
const PEOPLE_A_PROCESS = 1_000;
const ANSWER_MS_MAX = 30_000;
/** A march takes 100 joins a second once it has taken 2,000. */
const JOIN_MS_MAX = 60_000;
const JOIN_EACH_MS_MAX = 30;
const TEXTS_MAX = 20;

/** Of everyone in all ticks. */
export interface ThrongReport {
  readonly people: number;
  readonly processes: number;
  /** Pins of others in one's own part, heard in time. */
  readonly heard: number;
  readonly expected: number;
  readonly rejoined: number;
  /** How old the summaries at hand became, at most. */
  readonly summaryMsMax: number;
  readonly latencyMs: { readonly p50: number; readonly p99: number };
  readonly frames: number;
  readonly megabytes: number;
}

export interface ThrongOptions {
  readonly setup: Omit<ThrongSetup, "is" | "from" | "step">;
  /** The first person who marches in it. */
  readonly from: number;
  readonly life: Life;
  readonly onLost: (fault: Error) => void;
}

export class Throng {
  readonly errors: string[] = [];
  readonly missed: string[] = [];
  behindMs = 0;
  readonly #options: ThrongOptions;
  readonly #processes: readonly TalkingProcess<FromThrong, ToThrong>[];
  readonly #ticks: ThrongTick[] = [];
  readonly #done = Promise.withResolvers<void>();

  constructor(options: ThrongOptions) {
    const { setup, from, life, onLost } = options;
    this.#options = options;
    const step = Math.min(PROCESSES_MAX, Math.ceil(this.people / PEOPLE_A_PROCESS));
    this.#processes = Array.from({ length: step }, (_, index) => {
      const name = `throng ${index + 1}`;
      const onSaid = (message: FromThrong): void => this.#take(name, message);
      const process = { name, script: SCRIPT, life, onSaid, onLost };
      const made = new TalkingProcess<FromThrong, ToThrong>(process);
      made.tell({ is: "setup", ...setup, from: from + index, step });
      return made;
    });
  }

  /** How many march in it. */
  get people(): number {
    return this.#options.setup.people - this.#options.from;
  }

  /** The missed pins so far. */
  get missedMoves(): number {
    return this.#ticks.reduce((sum, { expected, heard }) => sum + Math.max(0, expected - heard), 0);
  }

  /** Resolves with the id of each person, when all have joined. */
  async joined(): Promise<ReadonlyMap<number, string>> {
    const limitMs = JOIN_MS_MAX + this.people * JOIN_EACH_MS_MAX;
    const told = await Promise.all(this.#processes.map((each) => each.hear("joined", limitMs)));
    return new Map(told.flatMap(({ ids }) => ids));
  }

  go(startAt: number, roster: readonly string[]): void {
    this.#tell({ is: "go", startAt, roster });
  }

  /** Resolves when every tick has been judged. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  /** What showed although it was erased, in words. */
  async haunt(): Promise<readonly string[]> {
    this.#tell({ is: "haunt" });
    const told = await Promise.all(
      this.#processes.map((each) => each.hear("haunted", ANSWER_MS_MAX)),
    );
    return told.flatMap(({ errors }) => errors);
  }

  /** Everyone posts once more. Resolves with what was refused, in words. */
  async round(overMs: number): Promise<readonly string[]> {
    this.#tell({ is: "round", overMs });
    const told = await Promise.all(
      this.#processes.map((each) => each.hear("posted", overMs + ANSWER_MS_MAX)),
    );
    return told.flatMap(({ errors }) => errors);
  }

  async end(): Promise<{ readonly report: ThrongReport; readonly sample: SampleCounts }> {
    this.#tell({ is: "end" });
    const told = await Promise.all(
      this.#processes.map((each) => each.hear("ended", ANSWER_MS_MAX)),
    );
    const latencies = (told[0]?.latencies ?? []).map((_, ms) =>
      sum(told.map((each) => each.latencies[ms] ?? 0)),
    );
    const report: ThrongReport = {
      people: this.people,
      processes: this.#processes.length,
      heard: sum(this.#ticks.map(({ heard }) => heard)),
      expected: sum(this.#ticks.map(({ expected }) => expected)),
      rejoined: sum(this.#ticks.map(({ rejoined }) => rejoined)),
      summaryMsMax: Math.max(0, ...this.#ticks.map(({ summaryMs }) => summaryMs)),
      latencyMs: { p50: slotOf(latencies, 0.5), p99: slotOf(latencies, 0.99) },
      frames: sum(told.map(({ frames }) => frames)),
      megabytes: Math.round(sum(told.map(({ bytes }) => bytes)) / 1e5) / 10,
    };
    const sample = told.map((each) => each.sample).reduce(addSamples);
    return { report, sample };
  }

  async close(): Promise<void> {
    await Promise.all(this.#processes.map((each) => each.close()));
  }

  #tell(message: ToThrong): void {
    for (const each of this.#processes) each.tell(message);
  }

  #take(name: string, message: FromThrong): void {
    if (message.is !== "tick") return;
    this.#ticks.push(message);
    this.behindMs = Math.max(this.behindMs, message.behindMs);
    for (const each of message.errors) this.errors.push(`${name}: ${each}`);
    this.missed.push(...message.missed.slice(0, TEXTS_MAX - this.missed.length));
    const { ticks } = this.#options.setup;
    if (this.#ticks.length === ticks * this.#processes.length) this.#done.resolve();
  }
}

function sum(of: readonly number[]): number {
  return of.reduce((all, each) => all + each, 0);
}

/** The slot in which the value lies below which `share` of all are. 0 of nothing. */
export function slotOf(counts: readonly number[], share: number): number {
  const all = sum(counts);
  let left = Math.max(1, Math.ceil(share * all));
  const found = counts.findIndex((each) => {
    left -= each;
    return left <= 0;
  });
  return Math.max(0, found);
}
