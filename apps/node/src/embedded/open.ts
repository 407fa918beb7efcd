/**
 * A process's use of the embedded PostgreSQL of a data directory.
 *
 * Processes that open the same directory share one server, also when they start
 * at the same moment: each tries to reach the guardian, starts one if none
 * answers, and the guardians' lock leaves one of them. The server runs as long
 * as somebody uses it.
 *
 * Rules N9, N12, N13, N16: docs/spec/node.md.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Fault, systemCodeOf } from "../fault.ts";
import { findPackage } from "./binaries.ts";
import { noticeReader } from "./notice.ts";

export interface EmbeddedOptions {
  /** Gives up waiting; what was started for this caller is stopped. */
  readonly signal: AbortSignal;
  /** The server is gone without `close` having been called. Called at most once. */
  readonly onLost: (fault: Fault) => void;
  readonly onProgress: (text: string) => void;
}

export interface Embedded {
  /** With the password: not for logs. */
  readonly url: string;
  /** Waits until the server has stopped where this was its last user. */
  close(): Promise<void>;
}

const GUARDIAN = fileURLToPath(new URL("guardian.ts", import.meta.url));
const RETRY_MS = 50;
/** To reach a guardian, not for what it does then. An old one may take 8 s to leave. */
const REACH_MS_MAX = 30_000;
const CLOSE_MS_MAX = 7_000;
const ERROR_CHARS_MAX = 2_000;

/**
 * Opens the database of a data directory that exists and may be written.
 * Throws `embedded_unsupported`, `embedded_failed` and `data_unusable`.
 */
export async function openEmbedded(
  dataDirectory: string,
  options: EmbeddedOptions,
): Promise<Embedded> {
  findPackage();
  forgetShellSettings();
  let guardian: StartedGuardian | null = null;
  const patience = AbortSignal.timeout(REACH_MS_MAX);
  while (!patience.aborted) {
    options.signal.throwIfAborted();
    const socket = await reach(join(dataDirectory, "postgres"));
    const embedded = socket === null ? null : await use(socket, options);
    if (embedded !== null) return embedded;
    guardian?.throwIfFailed();
    if (guardian === null || guardian.ended()) guardian = startGuardian(dataDirectory);
    await sleep(RETRY_MS);
  }
  throw new Fault("embedded_failed", `no guardian of PostgreSQL answers in ${dataDirectory}`);
}

/** pg would take what its connections here must not have from a shell's PGSSLMODE, PGOPTIONS, … */
function forgetShellSettings(): void {
  for (const name of Object.keys(process.env)) {
    if (/^PG[A-Z_]+$/.test(name)) delete process.env[name];
  }
}

/** A connection to the guardian; null when none answers. */
function reach(home: string): Promise<Socket | null> {
  let folder: number;
  try {
    folder = openSync(home, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch (cause) {
    if (systemCodeOf(cause) === "ENOENT") return Promise.resolve(null);
    const isFile = systemCodeOf(cause) === "ENOTDIR";
    const reason = isFile ? "it is a file" : "it belongs to another user";
    const message = `cannot use the database in ${home}: ${reason}`;
    throw new Fault("data_unusable", message, { cause });
  }
  // A socket's path has at most 107 bytes; through the descriptor it is always short.
  const path = process.platform === "linux" ? `/proc/self/fd/${folder}` : home;
  const socket = connect(join(path, "guardian.sock"));
  return new Promise((settle) => {
    const answer = (found: Socket | null) => {
      closeSync(folder);
      // A broken connection is a closed one, and "close" is what everybody listens for.
      socket.removeAllListeners("error").on("error", () => {});
      settle(found);
    };
    socket.once("connect", () => answer(socket)).once("error", () => answer(null));
  });
}

/** Settles with null when the guardian leaves before it has started: another will come. */
function use(socket: Socket, options: EmbeddedOptions): Promise<Embedded | null> {
  let closing = false;
  let lost: Fault | null = null;
  const ended = new Promise<void>((settle) => socket.once("close", () => settle()));
  const close = async () => {
    closing = true;
    socket.end();
    await Promise.race([ended, sleep(CLOSE_MS_MAX, undefined, { ref: false })]);
    socket.destroy();
  };
  return new Promise((settle, fail) => {
    const leave = () => {
      void close().then(() =>
        fail(new Error("stopped while opening", { cause: options.signal.reason })),
      );
    };
    options.signal.addEventListener("abort", leave, { once: true });
    if (options.signal.aborted) leave();
    let ready = false;
    const read = noticeReader((notice) => {
      if (notice.kind === "progress") options.onProgress(notice.text);
      if (notice.kind === "lost") lost = new Fault("embedded_failed", notice.text);
      if (notice.kind !== "ready") return;
      ready = true;
      options.signal.removeEventListener("abort", leave);
      settle({ url: notice.url, close });
    });
    socket.setEncoding("utf8").on("data", read);
    socket.once("close", () => {
      options.signal.removeEventListener("abort", leave);
      if (closing) return;
      if (ready)
        options.onLost(lost ?? new Fault("process_ended", "the guardian of PostgreSQL ended"));
      else if (lost === null) settle(null);
      else fail(lost);
    });
  });
}

interface StartedGuardian {
  ended(): boolean;
  /** Throws what the guardian said when it could not even begin. */
  throwIfFailed(): void;
}

function startGuardian(dataDirectory: string): StartedGuardian {
  const child: ChildProcess = spawn(process.execPath, [GUARDIAN, dataDirectory], {
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said = (said + String(chunk)).slice(-ERROR_CHARS_MAX);
  });
  let ended = false;
  child.once("error", (error) => {
    said = error.message;
    ended = true;
  });
  // "close" and not "exit": what it said is complete then.
  child.once("close", () => {
    ended = true;
  });
  child.unref();
  return {
    ended: () => ended,
    throwIfFailed: () => {
      const [line = ""] = said.split("\n");
      if (ended && child.exitCode !== 0) {
        throw new Fault("embedded_failed", line === "" ? "the guardian of PostgreSQL ended" : line);
      }
    },
  };
}
