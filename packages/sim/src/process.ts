/**
 * A process with clocks of its own, which may hang, sleep with its machine, and die.
 *
 *     running ◄──► paused      what would have happened meanwhile happens at once afterwards
 *        └────────► dead       nothing of it happens any more
 *
 * Its monotonic clock starts anywhere and runs a little fast or slow; its wall clock may also be
 * set.
 */
import type { World } from "./world.ts";

export interface ProcessOptions {
  readonly name: string;
  /** How much faster than true time its clock runs: 0.01 is 1 %. */
  readonly drift: number;
}

export class Process {
  readonly name: string;
  readonly #world: World;
  readonly #rate: number;
  readonly #sinceMs: number;
  readonly #monotonicMs: number;
  #wallOffsetMs: number;
  #phase: "running" | "paused" | "dead" = "running";
  readonly #waiting: (() => void)[] = [];

  constructor(world: World, { name, drift }: ProcessOptions) {
    this.name = name;
    this.#world = world;
    this.#rate = 1 + drift;
    this.#sinceMs = world.nowMs;
    this.#monotonicMs = world.random.between(0, 1e6);
    this.#wallOffsetMs = world.random.between(1.7e12, 1.9e12);
  }

  get isAlive(): boolean {
    return this.#phase !== "dead";
  }

  get isRunning(): boolean {
    return this.#phase === "running";
  }

  monotonicMs(): number {
    return this.#monotonicMs + (this.#world.nowMs - this.#sinceMs) * this.#rate;
  }

  wallMs(): number {
    return this.monotonicMs() + this.#wallOffsetMs;
  }

  /** The true time at which its monotonic clock shows that. */
  trueMs(monotonicMs: number): number {
    return this.#sinceMs + (monotonicMs - this.#monotonicMs) / this.#rate;
  }

  /** After `delayMs` of its own time, and not while it is paused. */
  after(delayMs: number, run: () => void): () => void {
    return this.#world.after(delayMs / this.#rate, () => this.happens(run));
  }

  /** Something reaches the process: now, when it goes on, or never. */
  happens(run: () => void): void {
    if (this.#phase === "running") run();
    else if (this.#phase === "paused") this.#waiting.push(run);
  }

  pause(): void {
    if (this.#phase === "running") this.#phase = "paused";
  }

  resume(): void {
    if (this.#phase !== "paused") return;
    this.#phase = "running";
    for (const run of this.#waiting.splice(0)) this.happens(run);
  }

  /** The machine slept for `sleptMs` by the wall clock, and the monotonic clock did not count it. */
  setWall(byMs: number): void {
    this.#wallOffsetMs += byMs;
  }

  kill(): void {
    this.#phase = "dead";
    this.#waiting.length = 0;
  }
}
