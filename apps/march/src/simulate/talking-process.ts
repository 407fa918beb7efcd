/**
 * A process of the simulation as the coordinator holds it: a script of ours and its messages. When
 * it ends by itself, says that it cannot go on, or does not say in time what it should, the run has
 * failed.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { SimulationFault } from "./fault.ts";
import { readLines, writeLine } from "./json-lines.ts";
import { inTime, type Life } from "./wait.ts";

const END_MS_MAX = 2_000;

interface Failed {
  readonly is: "failed";
  readonly reason: string;
}

export interface TalkingProcessOptions<Said> {
  readonly name: string;
  /** Its path. */
  readonly script: string;
  readonly life: Life;
  /** Hears everything that it says. */
  readonly onSaid: (message: Said) => void;
  /** It has ended before it was told to, or cannot go on. */
  readonly onLost: (fault: SimulationFault) => void;
}

export class TalkingProcess<Said extends { readonly is: string }, Told> {
  readonly name: string;
  readonly #life: Life;
  readonly #child: ChildProcess & { readonly stdin: Writable; readonly stdout: Readable };
  readonly #said = new Map<string, PromiseWithResolvers<Said>>();
  readonly #exited: Promise<unknown>;
  #isClosing = false;

  constructor({ name, script, life, onSaid, onLost }: TalkingProcessOptions<Said>) {
    this.name = name;
    this.#life = life;
    const args = ["-C", "@muster/source", script];
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
      const message = line as Said | Failed;
      if (isFailed(message)) return lost(`failed: ${message.reason}`);
      onSaid(message);
      this.#promiseOf(message.is).resolve(message);
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  tell(message: Told): void {
    writeLine(this.#child.stdin, message);
  }

  /** The next message of this name. Throws `failed` when it does not come in time. */
  async hear<Name extends Said["is"]>(
    is: Name,
    limitMs: number,
  ): Promise<Extract<Said, { readonly is: Name }>> {
    const message = await inTime(this.#life, this.#promiseOf(is).promise, {
      ms: limitMs,
      sentence: `${this.name} did not say "${is}" in ${limitMs / 1000} s`,
    });
    this.#said.delete(is);
    return message as Extract<Said, { readonly is: Name }>;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#child.stdin.end();
    const cancel = this.#life.timers.after(END_MS_MAX, () => this.#child.kill("SIGKILL"));
    if (this.#child.pid !== undefined) await this.#exited;
    cancel();
  }

  #promiseOf(is: string): PromiseWithResolvers<Said> {
    const known = this.#said.get(is) ?? Promise.withResolvers<Said>();
    this.#said.set(is, known);
    return known;
  }
}

function isFailed(message: { readonly is: string }): message is Failed {
  return message.is === "failed";
}
