/**
 * A worker process for one subject, from the question to its figures. It has ended when this
 * returns, whatever happened.
 *
 * Rule N36: docs/spec/node.md.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Fault } from "../fault.ts";
import type { Asked, Figures, Told } from "./message.ts";

const SCRIPT = fileURLToPath(new URL("worker.ts", import.meta.url));
/** Several times what the largest takes on a machine with nothing else to do. */
const MS_MAX = 10 * 60_000;
const MEGABYTES_MAX = 3_500;

/** Throws `bench_failed`, and the reason of the signal. */
export async function ask(
  asked: Asked,
  signal: AbortSignal,
  progress: (line: string) => void,
): Promise<Figures> {
  signal.throwIfAborted();
  const flags = ["--expose-gc", `--max-old-space-size=${MEGABYTES_MAX}`, "-C", "@muster/source"];
  const child = spawn(process.execPath, [...flags, SCRIPT], { stdio: ["pipe", "pipe", "inherit"] });
  const { promise, resolve, reject } = Promise.withResolvers<Figures>();
  const fail = (why: string) =>
    reject(new Fault("bench_failed", `the bench failed: ${asked.name} ${why}`));
  const exited = once(child, "exit");
  const abort = () => reject(signal.reason as Error);
  const timer = setTimeout(() => fail(`took more than ${MS_MAX / 60_000} minutes`), MS_MAX);
  signal.addEventListener("abort", abort, { once: true });
  child.stdin.on("error", () => {});
  child.once("error", (error) => fail(`did not start: ${error.message}`));
  child.once("exit", (code, by) => fail(`ended too early (${by ?? code})`));
  createInterface({ input: child.stdout }).on("line", (line) => {
    const told = JSON.parse(line) as Told;
    if ("figures" in told) resolve(told.figures);
    else progress(`${asked.name}: ${told.doing}`);
  });
  child.stdin.write(`${JSON.stringify(asked)}\n`);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
    child.kill("SIGKILL");
    await exited;
  }
}
