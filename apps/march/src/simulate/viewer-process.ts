/**
 * A viewer as the coordinator holds it: a child process and its messages. When it ends by
 * itself, or does not say in time what it should, the run has failed.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { SimulationFault } from "./fault.ts";
import { readLines, writeLine } from "./json-lines.ts";
import type { FromViewer, Setup, Told, ToViewer } from "./message.ts";
import { inTime, type Life } from "./wait.ts";

const SCRIPT = fileURLToPath(new URL("viewer.ts", import.meta.url));
const END_MS_MAX = 2_000;

export interface ViewerProcessOptions {
  /** From 1. */
  readonly number: number;
  readonly setup: Setup;
  readonly life: Life;
  /** Hears every tick's report. */
  readonly onTick: (report: Told<"tick">) => void;
  /** The viewer has ended before it was told to, or cannot go on. */
  readonly onLost: (fault: SimulationFault) => void;
}

export class ViewerProcess {
  readonly name: string;
  readonly #life: Life;
  readonly #child: ChildProcess & { readonly stdin: Writable; readonly stdout: Readable };
  readonly #told = new Map<FromViewer["is"], PromiseWithResolvers<FromViewer>>();
  readonly #exited: Promise<unknown>;
  #isClosing = false;

  constructor({ number, setup, life, onTick, onLost }: ViewerProcessOptions) {
    this.name = `viewer ${number} (${setup.face})`;
    this.#life = life;
    const args = ["-C", "@muster/source", SCRIPT];
    const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
    this.#child = child;
    const lost = (why: string): void => {
      if (!this.#isClosing) onLost(new SimulationFault("failed", `${this.name} ${why}`));
    };
    // A write to a process that has just ended; its end is told below.
    child.stdin.on("error", () => undefined);
    child.once("error", (error) => lost(`did not start: ${error.message}`));
    this.#exited = once(child, "exit");
    child.once("exit", (code, signal) => lost(`ended too early (${signal ?? code})`));
    readLines(child.stdout, (line) => {
      const message = line as FromViewer;
      if (message.is === "tick") onTick(message);
      if (message.is === "failed") lost(`failed: ${message.reason}`);
      this.#promiseOf(message.is).resolve(message);
    });
    this.tell(setup);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  tell(message: ToViewer): void {
    writeLine(this.#child.stdin, message);
  }

  /** The first message of this name. Throws `failed` when it does not come in time. */
  async hear<Name extends FromViewer["is"]>(is: Name, limitMs: number): Promise<Told<Name>> {
    const message = await inTime(this.#life, this.#promiseOf(is).promise, {
      ms: limitMs,
      sentence: `${this.name} did not say "${is}" in ${limitMs / 1000} s`,
    });
    return message as Told<Name>;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#child.stdin.end();
    const cancel = this.#life.timers.after(END_MS_MAX, () => this.#child.kill("SIGKILL"));
    if (this.#child.pid !== undefined) await this.#exited;
    cancel();
  }

  #promiseOf(is: FromViewer["is"]): PromiseWithResolvers<FromViewer> {
    const known = this.#told.get(is) ?? Promise.withResolvers<FromViewer>();
    this.#told.set(is, known);
    return known;
  }
}
