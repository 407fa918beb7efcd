/**
 * The places of workers: each has a proxy of its own and one worker at a time. Who dies is replaced
 * at once, under another name.
 */
import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type FaultProxy, openFaultProxy } from "../fault-proxy.ts";
import { sharedMs } from "./clock.ts";
import type { WorkerOrder } from "./worker.ts";

const WORKER = fileURLToPath(new URL("worker.ts", import.meta.url));
const ERROR_CHARS_MAX = 2_000;
/** Stopping takes an application up to 5 s, and the server may be away. */
const LEAVE_MS_MAX = 20_000;

export interface Life {
  readonly name: string;
  readonly logPath: string;
  /** When it was killed; null where it ended otherwise. */
  killedMs: number | null;
  /** When it was gone; infinity while it lives. */
  diedMs: number;
}

export interface SlotOptions {
  readonly number: number;
  /** Of the server. */
  readonly url: string;
  readonly folder: string;
  readonly seed: number;
  /** A worker that ended though nobody ended it. */
  readonly onTrouble: (text: string) => void;
}

export class Slot {
  readonly proxy: FaultProxy;
  readonly lives: Life[] = [];
  readonly #options: SlotOptions;
  #child: ChildProcess | null = null;
  #isJoined = false;

  private constructor(proxy: FaultProxy, options: SlotOptions) {
    this.proxy = proxy;
    this.#options = options;
  }

  static async open(options: SlotOptions): Promise<Slot> {
    const { hostname, port } = new URL(options.url);
    return new Slot(await openFaultProxy(hostname, Number(port)), options);
  }

  /** Has a worker that is in all groups. */
  get isJoined(): boolean {
    return this.#isJoined;
  }

  get isAlive(): boolean {
    return this.#child !== null;
  }

  start(): void {
    const { number, folder, seed } = this.#options;
    const name = `w${number}.${this.lives.length + 1}`;
    const url = new URL(this.#options.url);
    url.port = String(this.proxy.port);
    const life: Life = {
      name,
      logPath: `${folder}/${name}.log`,
      killedMs: null,
      diedMs: Number.POSITIVE_INFINITY,
    };
    const order: WorkerOrder = {
      name,
      url: url.href,
      logPath: life.logPath,
      seed: seed * 1_000 + number * 100 + this.lives.length,
    };
    this.lives.push(life);
    this.#isJoined = false;
    const child = fork(WORKER, [JSON.stringify(order)], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#child = child;
    this.#attend(child, life);
  }

  /** Answers whether there was one. */
  async kill(): Promise<boolean> {
    const life = this.lives.at(-1);
    const child = this.#child;
    if (child === null || life === undefined) return false;
    const exited = exitOf(child);
    life.killedMs = sharedMs();
    if (!child.kill("SIGKILL")) return false;
    await exited;
    return child.signalCode === "SIGKILL";
  }

  /** Stops it for that long; whoever is killed meanwhile stays so. */
  async stop(forMs: number, signal: AbortSignal): Promise<boolean> {
    const child = this.#child;
    if (child?.kill("SIGSTOP") !== true) return false;
    await sleep(forMs, undefined, { signal }).catch(() => undefined);
    return child.kill("SIGCONT");
  }

  /** Asks it to hand over and end; answers whether it did. */
  async leave(): Promise<boolean> {
    const child = this.#child;
    if (child === null) return false;
    const exited = exitOf(child);
    child.send("leave", () => undefined);
    await Promise.race([exited, sleep(LEAVE_MS_MAX, undefined, { ref: false })]);
    if (child.exitCode === 0) return true;
    if (child.exitCode === null && child.signalCode === null) await this.kill();
    return false;
  }

  async close(): Promise<void> {
    await this.kill();
    await this.proxy.close();
  }

  #attend(child: ChildProcess, life: Life): void {
    let said = "";
    child.stderr?.on("data", (bytes) => {
      said = (said + String(bytes)).slice(-ERROR_CHARS_MAX);
    });
    child.on("message", () => {
      this.#isJoined = true;
    });
    child.on("exit", (code) => {
      life.diedMs = sharedMs();
      if (this.#child === child) this.#child = null;
      // What it printed arrives with the end.
      child.on("close", () => {
        if (code !== 0 && life.killedMs === null) {
          this.#options.onTrouble(`${life.name} ended by itself, with ${code}: ${said.trim()}`);
        }
      });
    });
  }
}

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once("exit", () => resolve()));
}
