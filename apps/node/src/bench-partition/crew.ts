/**
 * The worker processes of a bench and what they say. Each is ended by its own process id, the last
 * when the crew is closed; one that ends unasked fails whoever waits.
 *
 * Rule N33: docs/spec/node.md.
 */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { Fault } from "../fault.ts";
import { Board } from "./board.ts";
import { machineMs } from "./machine-clock.ts";
import type { Hiring, Order, Told } from "./message.ts";

const SCRIPT = fileURLToPath(new URL("worker.ts", import.meta.url));
/** Longer than anything here takes on a busy machine. */
const WAIT_MS_MAX = 30_000;

interface Worker {
  readonly number: number;
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  isDismissed: boolean;
  /** When the last order was taken up; null until it is carried out. */
  doneSinceMs: number | null;
}

export class Crew implements AsyncDisposable {
  readonly board = new Board();
  readonly #signal: AbortSignal;
  readonly #workers = new Map<number, Worker>();
  readonly #listeners = new Set<() => void>();
  #failure: Error | null = null;
  #hired = 0;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    this.board.onChange(() => this.#changed());
    signal.addEventListener("abort", this.#changed, { once: true });
  }

  /** Starts a worker, which joins nothing yet. Returns its number. */
  hire(hiring: Hiring): number {
    this.#hired += 1;
    const child = spawn(process.execPath, ["-C", "@muster/source", SCRIPT], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const worker = { number: this.#hired, child, isDismissed: false, doneSinceMs: null };
    this.#workers.set(worker.number, worker);
    // A worker that is killed takes no more orders.
    child.stdin.on("error", () => {});
    child.once("error", (error) => this.#fail(`a worker did not start: ${error.message}`));
    child.once("exit", (code, signal) => {
      if (!worker.isDismissed) this.#fail(`a worker ended too early (${signal ?? code})`);
    });
    createInterface({ input: child.stdout }).on("line", (line) => this.#hear(worker, line));
    child.stdin.write(`${JSON.stringify(hiring)}\n`);
    return worker.number;
  }

  /** Resolves when it is carried out, with the time at which it was begun. */
  async order(number: number, order: Order): Promise<number> {
    const worker = this.#worker(number);
    worker.doneSinceMs = null;
    worker.child.stdin.write(`${JSON.stringify(order)}\n`);
    await this.until(() => worker.doneSinceMs !== null, `a worker carries out "${order}"`);
    return worker.doneSinceMs ?? 0;
  }

  /** `kill -9`. Returns when. */
  kill(number: number): number {
    const worker = this.#worker(number);
    worker.isDismissed = true;
    const atMs = machineMs();
    worker.child.kill("SIGKILL");
    return atMs;
  }

  /** Looks again whenever a worker says something. Throws `bench_failed` after 30 s. */
  async until(holds: () => boolean, sentence: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = () => {
      if (this.#signal.aborted) reject(this.#signal.reason as Error);
      else if (this.#failure !== null) reject(this.#failure);
      else if (holds()) resolve();
    };
    const late = () => reject(failed(`${WAIT_MS_MAX / 1_000} s passed until ${sentence}`));
    const timer = setTimeout(late, WAIT_MS_MAX);
    this.#listeners.add(look);
    look();
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#listeners.delete(look);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const living = [...this.#workers.values()].filter(
      ({ child }) => child.exitCode === null && child.signalCode === null,
    );
    await Promise.all(
      living.map(async (worker) => {
        const exited = once(worker.child, "exit");
        this.kill(worker.number);
        await exited;
      }),
    );
  }

  #worker(number: number): Worker {
    const worker = this.#workers.get(number);
    if (worker === undefined) throw new Error(`no worker ${number}`);
    return worker;
  }

  #hear(worker: Worker, line: string): void {
    const told = JSON.parse(line) as Told;
    if ("done" in told) worker.doneSinceMs = told.sinceMs;
    else this.board.hear(worker.number, told);
    this.#changed();
  }

  #fail(why: string): void {
    this.#failure ??= failed(why);
    this.#changed();
  }

  readonly #changed = (): void => {
    for (const look of this.#listeners) look();
  };
}

function failed(why: string): Fault {
  return new Fault("bench_failed", `the bench failed: ${why}`);
}
