/**
 * True time, which nobody in the world can read, and what happens in it, in one order: by time,
 * and at one time by when it was planned. One seed gives one history.
 */
import { Random } from "./random.ts";

interface Planned {
  readonly atMs: number;
  readonly order: number;
  run: (() => void) | null;
}

interface Note {
  readonly atMs: number;
  readonly line: () => string;
}

/** The last of the history, for whoever has to understand a failure. */
const TRACE_LINES_MAX = 2_000;

export class World {
  readonly seed: number;
  readonly random: Random;
  #nowMs = 0;
  #orders = 0;
  readonly #heap: Planned[] = [];
  readonly #traceLinesMax: number;
  #notes: Note[] = [];

  constructor(seed: number, traceLinesMax: number = TRACE_LINES_MAX) {
    this.seed = seed;
    this.#traceLinesMax = traceLinesMax;
    this.random = new Random(seed);
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Calls `run` after `delayMs` of true time. Returns what cancels it. */
  after(delayMs: number, run: () => void): () => void {
    this.#orders += 1;
    const planned: Planned = {
      atMs: this.#nowMs + Math.max(0, delayMs),
      order: this.#orders,
      run,
    };
    push(this.#heap, planned);
    return () => {
      planned.run = null;
    };
  }

  /** Lets time pass until `untilMs`. */
  runUntil(untilMs: number): void {
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.atMs > untilMs) break;
      pop(this.#heap);
      this.#nowMs = next.atMs;
      next.run?.();
    }
    this.#nowMs = untilMs;
  }

  /** The line is made only when somebody reads it: what it tells of must not change. */
  note(line: () => string): void {
    this.#notes.push({ atMs: this.#nowMs, line });
    if (this.#notes.length >= 2 * this.#traceLinesMax) this.#notes = this.#lastNotes();
  }

  get trace(): readonly string[] {
    return this.#lastNotes().map(({ atMs, line }) => `${atMs.toFixed(1).padStart(10)}  ${line()}`);
  }

  #lastNotes(): Note[] {
    return this.#notes.slice(-this.#traceLinesMax);
  }
}

function isBefore(a: Planned, b: Planned): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

/** A binary heap: the earliest is first. */
function push(heap: Planned[], planned: Planned): void {
  let hole = heap.length;
  heap.push(planned);
  while (hole > 0) {
    const above = (hole - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || !isBefore(planned, parent)) break;
    heap[hole] = parent;
    hole = above;
  }
  heap[hole] = planned;
}

function pop(heap: Planned[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let hole = 0;
  for (;;) {
    const left = 2 * hole + 1;
    const [a, b] = [heap[left], heap[left + 1]];
    if (a === undefined) break;
    const below = b !== undefined && isBefore(b, a) ? left + 1 : left;
    const child = heap[below];
    if (child === undefined || !isBefore(child, last)) break;
    heap[hole] = child;
    hole = below;
  }
  heap[hole] = last;
}
