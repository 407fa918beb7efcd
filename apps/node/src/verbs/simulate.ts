/**
 * `muster simulate march`: the simulation of March, on a node of its own unless `--url` names
 * one that runs.
 */
import {
  type Screen,
  SIMULATE_FLAGS,
  SimulationFault,
  simulateMarch,
} from "@muster/march/simulate";
import { systemTimers } from "@muster/rooms";
import { parseFlags } from "../config.ts";
import type { Io, Verb } from "../io.ts";
import { startOwnNode } from "./own-node.ts";

export const simulate: Verb = async (args, io) => {
  const flags = parseFlags(args, SIMULATE_FLAGS);
  return orComplain(io, () =>
    simulateMarch(flags, {
      timers: systemTimers,
      signal: io.signal,
      startNode: () => startOwnNode(io),
      screen,
      print: (line) => io.print(line),
    }),
  );
};

/** A table that redraws its last row needs the terminal itself. */
export const screen: Screen = {
  isTerminal: process.stderr.isTTY,
  write: (text) => void process.stderr.write(text),
};

/** The exit code of `run`; of its expected failure, after one line about it. */
export async function orComplain(io: Io, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof SimulationFault)) throw error;
    io.report(error.message);
    return error.exitCode;
  }
}
