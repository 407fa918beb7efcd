/**
 * Child processes that never outlive their step: each leads a group of its own,
 * and the whole group ends on a time limit, on Ctrl-C and on TERM.
 */
import { type ChildProcess, spawn } from "node:child_process";

export interface Outcome {
  /** The exit code, or null when a signal ended it. */
  readonly code: number | null;
  /** Standard output and error as they came, the last `OUTPUT_CHARS_MAX` of them. */
  readonly output: string;
  readonly timedOut: boolean;
}

export interface ChildOptions {
  readonly limitMs: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Called with what the child sends through its IPC channel; absent: it gets no channel. */
  readonly onMessage?: (message: unknown) => void;
  /** Aborting ends the child early; that is not a time-out. */
  readonly signal?: AbortSignal;
}

const OUTPUT_CHARS_MAX = 200_000;
/** Between asking a group to end and ending it. */
const GRACE_MS = 3000;

/** Between the exit of a child and the last of what it printed. */
const LAST_WORDS_MS = 20;

const running = new Set<ChildProcess>();

/** Runs a command to its end; a command that cannot start is an outcome with code 127. */
export function runChild(
  command: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<Outcome> {
  const child = spawn(command, args, {
    detached: true,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: environment(options.env),
    stdio: ["ignore", "pipe", "pipe", ...(options.onMessage ? ["ipc" as const] : [])],
  });
  running.add(child);
  if (options.onMessage) child.on("message", options.onMessage);
  options.signal?.addEventListener("abort", () => endGroup(child), { once: true });
  return outcomeOf(child, options.limitMs);
}

function outcomeOf(child: ChildProcess, limitMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    let output = "";
    let timedOut = false;
    const limit = setTimeout(() => {
      timedOut = true;
      endGroup(child);
    }, limitMs);
    const finish = (code: number | null) => {
      clearTimeout(limit);
      running.delete(child);
      resolve({ code, output, timedOut });
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (bytes: Buffer) => {
        output = (output + bytes.toString()).slice(-OUTPUT_CHARS_MAX);
      });
    }
    child.on("error", (error) => {
      output += `${error.message}\n`;
      finish(127);
    });
    child.on("exit", (code) => {
      // What it left behind ends too; only then may a pipe that was still held be left.
      signalGroup(child, "SIGTERM");
      setTimeout(() => finish(code), LAST_WORDS_MS);
    });
  });
}

/** Ends every child and what it started, at once: the caller is about to exit. */
export function killAll(): void {
  for (const child of running) {
    signalGroup(child, "SIGTERM");
    signalGroup(child, "SIGKILL");
  }
}

/** The launcher's lifeline is ours alone: its number means another pipe in a child. */
function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { MUSTER_LIFELINE: _, ...inherited } = process.env;
  return { ...inherited, ...more };
}

function endGroup(child: ChildProcess): void {
  signalGroup(child, "SIGTERM");
  setTimeout(() => signalGroup(child, "SIGKILL"), GRACE_MS).unref();
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone, which is what was asked for.
  }
}
