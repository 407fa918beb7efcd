/**
 * The process of the `muster` command, run by bin/launch.mjs under Node 24.
 *
 * Everything that can ask it to stop becomes one AbortSignal: the signals, which
 * may arrive twice, and the end of the launcher, whose life is a pipe.
 *
 *     SIGINT, SIGTERM, SIGHUP ──► asked (exit code 0)
 *     launcher's pipe ends    ──► process_ended (exit code 1, one line)
 *
 * Rules N4, N5, N6: docs/spec/node.md.
 */
import { Socket } from "node:net";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { run } from "./cli.ts";
import { Fault } from "./fault.ts";
import type { Io } from "./io.ts";

/** A verb that has not stopped by then is ended; the guardian cleans up behind it. */
const STOP_MS_MAX = 8_000;

const stop = new AbortController();

function stopBecause(reason: Fault | null): void {
  if (stop.signal.aborted) return;
  stop.abort(reason);
  setTimeout(() => {
    process.stderr.write("muster: stopping took too long; ending now\n");
    process.exit(1);
  }, STOP_MS_MAX).unref();
}

function stopWithLauncher(): void {
  stopBecause(new Fault("process_ended", "the launcher ended; stopping"));
}

function followLauncher(): void {
  const fd = process.env["MUSTER_LIFELINE"];
  // Children of ours have no such pipe; what they inherit must not say so.
  delete process.env["MUSTER_LIFELINE"];
  if (fd === undefined) return;
  const lifeline = new Socket({ fd: Number(fd) });
  lifeline.on("error", stopWithLauncher).on("close", stopWithLauncher).resume();
  lifeline.unref();
}

async function ask(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(`${question} `, { signal: stop.signal });
  } finally {
    terminal.close();
  }
}

const io: Io = {
  root: fileURLToPath(new URL("../../..", import.meta.url)),
  env: process.env,
  signal: stop.signal,
  print: (line) => void process.stdout.write(`${line}\n`),
  report: (line) => void process.stderr.write(`muster: ${line}\n`),
  ask,
};

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    stopBecause(null);
  });
}
// A reader of our output that went away (`muster up | head`) is no reason to crash.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
followLauncher();
process.exit(await run(process.argv.slice(2), io));
