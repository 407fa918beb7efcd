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

/** The last of the history, for whoever has to understand a failure. */
const TRACE_LINES_MAX = 2_000;

export class World {
  readonly seed: number;
  readonly random: Random;
  #nowMs = 0;
  #orders = 0;
  readonly #heap: Planned[] = [];
  readonly #trace: string[] = [];

  constructor(seed: number) {
    this.seed = seed;
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
    for (let next = this.#heap[0]; next !== undefined && next.atMs <= untilMs; ) {
      pop(this.#heap);
      this.#nowMs = next.atMs;
      next.run?.();
      next = this.#heap[0];
    }
    this.#nowMs = untilMs;
  }

  note(line: string): void {
    this.#trace.push(`${this.#nowMs.toFixed(1).padStart(10)}  ${line}`);
    if (this.#trace.length > TRACE_LINES_MAX) this.#trace.shift();
  }

  get trace(): readonly string[] {
    return this.#trace;
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
