/**
 * A process with clocks of its own, which may hang, sleep with its machine, and die.
 *
 *     running ◄──► paused      what would have happened meanwhile happens at once afterwards
 *        │ ◄─────► asleep      the same, and its monotonic clock has not counted the time
 *        └───────► dead        nothing of it happens any more
 *
 * Its monotonic clock starts anywhere and runs a little fast or slow; its wall clock runs at the
 * same rate, through sleep too, and may be set. Timers wait for the monotonic clock.
 */
import type { World } from "./world.ts";

export interface ProcessOptions {
  readonly name: string;
  /** How much faster than true time its clocks run: 0.01 is 1 %. */
  readonly drift: number;
}

interface Sleep {
  readonly fromMonotonicMs: number;
  readonly trueMs: number;
}

/** Clocks are sums of fractions: what is nearer than this is due. */
const EXACT_MS = 0.001;

export class Process {
  readonly name: string;
  readonly #world: World;
  readonly #rate: number;
  readonly #sinceMs: number;
  readonly #monotonicMs: number;
  #wallOffsetMs: number;
  #phase: "running" | "paused" | "asleep" | "dead" = "running";
  #asleepFromMs: number | null = null;
  readonly #sleeps: Sleep[] = [];
  #sleptMs = 0;
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
    const awakeMs = (this.#asleepFromMs ?? this.#world.nowMs) - this.#sinceMs - this.#sleptMs;
    return this.#monotonicMs + awakeMs * this.#rate;
  }

  wallMs(): number {
    return this.#wallOffsetMs + (this.#world.nowMs - this.#sinceMs) * this.#rate;
  }

  /** The true time at which its monotonic clock shows that, if it does not sleep before. */
  trueMs(monotonicMs: number): number {
    const awakeMs = (monotonicMs - this.#monotonicMs) / this.#rate;
    const slept = this.#sleeps.filter(({ fromMonotonicMs }) => fromMonotonicMs < monotonicMs);
    return this.#sinceMs + awakeMs + slept.reduce((sum, { trueMs }) => sum + trueMs, 0);
  }

  /** After `delayMs` of its monotonic clock, and only while it runs. Returns what cancels it. */
  after(delayMs: number, run: () => void): () => void {
    const atMs = this.monotonicMs() + delayMs;
    let isCancelled = false;
    const due = () => {
      if (isCancelled) return;
      if (this.monotonicMs() < atMs - EXACT_MS) plan();
      else run();
    };
    const plan = () => {
      this.#world.after((atMs - this.monotonicMs()) / this.#rate, () => this.happens(due));
    };
    plan();
    return () => {
      isCancelled = true;
    };
  }

  /** Something reaches the process: now, when it goes on, or never. */
  happens(run: () => void): void {
    if (this.#phase === "running") run();
    else if (this.#phase !== "dead") this.#waiting.push(run);
  }

  pause(): void {
    if (this.#phase === "running") this.#phase = "paused";
  }

  resume(): void {
    if (this.#phase === "paused") this.#goOn();
  }

  /** The machine is suspended: its wall clock runs on, its monotonic clock stands. */
  sleep(): void {
    if (this.#phase !== "running") return;
    this.#phase = "asleep";
    this.#asleepFromMs = this.#world.nowMs;
  }

  wake(): void {
    if (this.#asleepFromMs === null) return;
    const trueMs = this.#world.nowMs - this.#asleepFromMs;
    this.#sleeps.push({ fromMonotonicMs: this.monotonicMs(), trueMs });
    this.#sleptMs += trueMs;
    this.#asleepFromMs = null;
    this.#goOn();
  }

  setWall(byMs: number): void {
    this.#wallOffsetMs += byMs;
  }

  kill(): void {
    this.#phase = "dead";
    this.#asleepFromMs = null;
    this.#waiting.length = 0;
  }

  #goOn(): void {
    this.#phase = "running";
    for (const run of this.#waiting.splice(0)) this.happens(run);
  }
}
