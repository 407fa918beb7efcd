/**
 * `muster bench march`: the original's schedule, on a node of its own. `muster bench partition`:
 * crashes, joins, moves and heartbeats of groups, on a database of its own. `muster bench replica`:
 * spaces beside their peers, in memory.
 */
import { join } from "node:path";
import { BENCH_FLAGS, benchMarch } from "@muster/march/bench";
import { systemTimers } from "@muster/rooms";
import { benchPartition, BENCH_FLAGS as PARTITION_FLAGS } from "../bench-partition/index.ts";
import { benchReplica, BENCH_FLAGS as REPLICA_FLAGS } from "../bench-replica/index.ts";
import { parseFlags } from "../config.ts";
import type { Verb } from "../io.ts";
import { startOwnNode } from "./own-node.ts";
import { orComplain, screen } from "./simulate.ts";

export const marchBench: Verb = async (args, io) => {
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

export const partitionBench: Verb = async (args, io) =>
  benchPartition(parseFlags(args, PARTITION_FLAGS), io);

export const replicaBench: Verb = async (args, io) =>
  benchReplica(parseFlags(args, REPLICA_FLAGS), io);
