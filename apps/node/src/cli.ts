/**
 * The `muster` command: finds the verb, runs it, and turns what it throws into
 * one line and an exit code.
 *
 * Rules N7, N8: docs/spec/node.md.
 */
import { Fault } from "./fault.ts";
import type { Io } from "./io.ts";
import { printHelp } from "./verbs/help.ts";
import { version } from "./verbs/version.ts";
import { findVerb, VERBS } from "./verbs.ts";

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
  const [first = "help"] = args;
  if (first === "--version" || first === "-v") return version([], io);
  if (first === "help" || first === "--help" || first === "-h") return printHelp(VERBS, io);
  const found = findVerb(args);
  if (found.rest.some((arg) => arg === "--help" || arg === "-h"))
    return printHelp([found.verb], io);
  const carryOut = await found.verb.load();
  return carryOut(found.rest, io);
}

/** What interrupted the verb is the answer, whatever the interruption made it throw. */
function endedBy(io: Io): number {
  const reason: unknown = io.signal.reason;
  if (!(reason instanceof Fault)) return 0;
  io.report(reason.message);
  return reason.exitCode;
}
