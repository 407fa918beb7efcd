/**
 * The `muster` command: finds the verb, runs it, and turns what it throws into
 * one line and an exit code.
 *
 * Rules N7, N8: docs/spec/node.md.
 */
import { Fault } from "./fault.ts";
import type { Io } from "./io.ts";
import { help, helpBeside, isHelpFlag } from "./verbs/help.ts";
import { version } from "./verbs/version.ts";
import { findVerb, type VerbEntry } from "./verbs.ts";

export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    if (io.signal.aborted) return endedBy(io);
    if (!(error instanceof Fault)) throw error;
    io.report(error.message);
    return error.exitCode;
  }
}

async function dispatch(args: readonly string[], io: Io): Promise<number> {
  const [first = "help", ...others] = args;
  if (first === "--version" || first === "-v") return version([], io);
  if (first === "help") return help(others, io);
  if (args.some(isHelpFlag)) return helpBeside(args, io);
  const { verb, rest } = findVerb(args);
  refuseFlagsOfNpm(verb, io);
  const carryOut = await verb.load();
  return carryOut(rest, io);
}

/** `npm start --port 1`, without the two dashes between: npm takes the flag for its own. */
function refuseFlagsOfNpm({ flags }: VerbEntry, { env }: Io): void {
  if (env["npm_lifecycle_event"] !== "start") return;
  const [taken] = flags.find(([flag]) => (env[variableOf(flag)] ?? "") !== "") ?? [];
  if (taken === undefined) return;
  throw new Fault("usage", `npm kept a flag for itself: write npm start -- ${taken}`);
}

/** Where npm tells its scripts of a setting. */
function variableOf(flag: string): string {
  return flag.replace(/^--(\w+).*$/, "npm_config_$1");
}

/** What interrupted the verb is the answer, whatever the interruption made it throw. */
function endedBy(io: Io): number {
  const reason: unknown = io.signal.reason;
  if (!(reason instanceof Fault)) return 0;
  io.report(reason.message);
  return reason.exitCode;
}
