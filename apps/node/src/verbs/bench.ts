/**
 * `muster bench march`: the original's schedule, on a node of its own.
 */
import { join } from "node:path";
import { BENCH_FLAGS, benchMarch } from "@muster/march/bench";
import { systemTimers } from "@muster/rooms";
import { parseFlags } from "../config.ts";
import type { Verb } from "../io.ts";
import { startOwnNode } from "./own-node.ts";
import { orComplain, screen } from "./simulate.ts";

export const bench: Verb = async (args, io) => {
  const flags = parseFlags(args, BENCH_FLAGS);
  return orComplain(io, () =>
    benchMarch(flags, {
      timers: systemTimers,
      signal: io.signal,
      startNode: () => startOwnNode(io),
      screen,
      print: (line) => io.print(line),
      folder: join(io.root, "bench/results"),
    }),
  );
};
