/**
 * `muster bench march`: the original's schedule, on a node of its own.
 */
import { join } from "node:path";
import { benchMarch } from "@muster/march/bench";
import { systemTimers } from "@muster/rooms";
import type { Verb } from "../io.ts";
import { startOwnNode } from "./own-node.ts";
import { orComplain, screen } from "./simulate.ts";

export const bench: Verb = (args, io) =>
  orComplain(io, () =>
    benchMarch(args, {
      timers: systemTimers,
      signal: io.signal,
      startNode: () => startOwnNode(io),
      screen,
      print: (line) => io.print(line),
      folder: join(io.root, "bench/results"),
    }),
  );
