/** A process of load as the bench holds it: one piece of work in, one answer out. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { SimulationFault } from "../simulate/fault.ts";
import { readLines, writeLine } from "../simulate/json-lines.ts";
import { inTime, type Life } from "../simulate/wait.ts";
import type { Load, Loaded } from "./schedule.ts";

const SCRIPT = fileURLToPath(new URL("load.ts", import.meta.url));
/** Beyond the schedule: everyone joins, and the last requests may time out. */
const MORE_MS_MAX = 90_000;

/** Throws `failed` when the process cannot do it. */
export async function runLoad(load: Load, life: Life): Promise<Loaded> {
  const child = spawn(process.execPath, ["-C", "@muster/source", SCRIPT], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { promise, resolve, reject } = Promise.withResolvers<Loaded>();
  const failed = (why: string): void =>
    reject(new SimulationFault("failed", `the process of load ${why}`));
  const exited = once(child, "exit");
  child.stdin.on("error", () => undefined);
  child.once("error", (error) => failed(`did not start: ${error.message}`));
  child.once("exit", (code, signal) => failed(`ended too early (${signal ?? code})`));
  readLines(child.stdout, (line) => {
    const { failure, ...loaded } = line as Loaded & { readonly failure?: string };
    if (failure === undefined) resolve(loaded);
    else failed(`failed: ${failure}`);
  });
  writeLine(child.stdin, load);
  const ms = load.posts * load.everyMs + MORE_MS_MAX;
  try {
    return await inTime(life, promise, { ms, sentence: "the process of load did not end in time" });
  } finally {
    child.kill("SIGKILL");
    await exited;
  }
}
