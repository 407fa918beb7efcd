/**
 * What the viewers have reported so far, added up: for the summary, and a row for each tick
 * that all of them have judged.
 */

import type { Told } from "./message.ts";
import { ascending, percentile } from "./percentile.ts";

export interface Row {
  readonly tick: number;
  readonly ticks: number;
  readonly people: number;
  readonly deliveries: number;
  readonly missedMoves: number;
  /** Of this tick, over all viewers. */
  readonly p50: number;
  readonly p99: number;
}

const MISSED_TEXTS_MAX = 20;

export interface BoardOptions {
  readonly people: number;
  readonly viewers: number;
  readonly ticks: number;
  readonly show: (row: Row) => void;
}

export class Board {
  readonly errors: string[] = [];
  /** Of every delivery, by the viewer's name. */
  readonly latenciesMs = new Map<string, number[]>();
  /** The first moves that were missed, in words. */
  readonly missed: string[] = [];
  readonly #options: BoardOptions;
  readonly #reports = new Map<number, Told<"tick">[]>();
  readonly #done = Promise.withResolvers<void>();
  #deliveries = 0;
  #missed = 0;
  #judged = 0;
  #behindMs = 0;

  constructor(options: BoardOptions) {
    this.#options = options;
  }

  get deliveries(): number {
    return this.#deliveries;
  }

  get missedMoves(): number {
    return this.#missed;
  }

  /** How late a viewer came to judge a tick, at most. */
  get behindMs(): number {
    return this.#behindMs;
  }

  /** Resolves when every viewer has judged every tick. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  take(viewer: string, report: Told<"tick">): void {
    const { people, viewers, ticks, show } = this.#options;
    const { tick } = report;
    this.#deliveries += report.delivered;
    this.#missed += report.missed.length;
    this.#behindMs = Math.max(this.#behindMs, report.behindMs);
    this.#listMissed(viewer, report);
    const latenciesMs = this.latenciesMs.get(viewer) ?? [];
    for (const each of report.latenciesMs) latenciesMs.push(each);
    this.latenciesMs.set(viewer, latenciesMs);
    for (const error of report.errors) this.errors.push(`${viewer}, tick ${tick}: ${error}`);
    const reports = [...(this.#reports.get(tick) ?? []), report];
    this.#reports.set(tick, reports);
    if (reports.length < viewers) return;
    this.#reports.delete(tick);
    const sorted = ascending(reports.flatMap(({ latenciesMs }) => latenciesMs));
    const { deliveries, missedMoves } = this;
    const latency = { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
    show({ tick, ticks, people, deliveries, missedMoves, ...latency });
    this.#judged += 1;
    if (this.#judged === ticks) this.#done.resolve();
  }

  #listMissed(viewer: string, { tick, missed }: Told<"tick">): void {
    for (const person of missed.slice(0, MISSED_TEXTS_MAX - this.missed.length)) {
      this.missed.push(`person ${person}, tick ${tick}, ${viewer}`);
    }
  }
}
