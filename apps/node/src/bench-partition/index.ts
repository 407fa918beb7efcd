/**
 * `muster bench partition`: how fast work is owned again after a crash and shared after a join,
 * how much of it moves, and how many heartbeats the database takes. On an embedded server of its
 * own, with workers that are real processes; when it ends, by whatever, they have ended.
 *
 *     server ──► crashes by the lease ──► crashes, fenced ──► joins ──► moves ──► heartbeats
 *
 * Rule N33: docs/spec/node.md.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSchema } from "@muster/partition";
import { Pool } from "pg";
import { openEmbedded } from "../embedded/open.ts";
import type { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { type Bench, measureCrashes } from "./crash.ts";
import { measureHeartbeats } from "./heartbeats.ts";
import { measureJoins } from "./joins.ts";
import { measureMoves } from "./moves.ts";
import { FULL, type Plan, QUICK } from "./plan.ts";
import { linesOf, type Measured, reportOf } from "./report.ts";

/** As node:util parses them. */
export const BENCH_FLAGS = {
  quick: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

export interface BenchFlags {
  readonly quick: boolean;
  readonly json: boolean;
}

/** The raw report is kept in bench/results. Throws `bench_failed`, and what the server throws. */
export async function benchPartition({ quick, json }: BenchFlags, io: Io): Promise<number> {
  const measured = await measureAll(quick ? QUICK : FULL, io);
  const report = reportOf(measured);
  const folder = join(io.root, "bench/results");
  const at = new Date().toISOString().replaceAll(":", "-");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `partition-${at}.json`), `${JSON.stringify({ at, ...measured })}\n`);
  if (json) io.print(JSON.stringify(report));
  else for (const line of linesOf(report, measured.spreads)) io.print(line);
  return 0;
}

async function measureAll(plan: Plan, io: Io): Promise<Measured> {
  await using opened = new AsyncDisposableStack();
  const lost = new AbortController();
  const signal = AbortSignal.any([io.signal, lost.signal]);
  const url = await openServer(opened, io, (fault) => lost.abort(fault));
  // Idle connections would be missing elsewhere.
  const pool = new Pool({ connectionString: url, max: 2, idleTimeoutMillis: 1_000 });
  pool.on("error", () => {});
  opened.defer(() => pool.end());
  const bench: Bench = { url, signal, progress: (line) => io.report(line) };
  try {
    return await measureOn(pool, plan, bench);
  } catch (error) {
    // Whatever the loss of the server made it throw.
    lost.signal.throwIfAborted();
    throw error;
  }
}

async function measureOn(pool: Pool, plan: Plan, bench: Bench): Promise<Measured> {
  await createSchema(pool);
  const lease = await measureCrashes(bench, plan.lease, false);
  const fast = await measureCrashes(bench, plan.fast, true);
  const samples = await measureJoins(bench, plan.join, pool);
  const { moves, spreads } = await measureMoves(plan.moves, Math.random);
  bench.progress(`moves: ${moves.changes} changes`);
  const heartbeats = await measureHeartbeats(bench, plan.heartbeats, pool);
  const { members, partitions } = plan.join;
  return { lease, fast, join: { members, partitions, samples }, moves, spreads, heartbeats };
}

/** A server in a folder of its own, both gone when the stack is. Returns its address. */
async function openServer(
  opened: AsyncDisposableStack,
  io: Io,
  onLost: (fault: Fault) => void,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "muster-bench-"));
  // A guardian writes on for a moment.
  const removal = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 };
  opened.defer(() => rm(folder, removal));
  const server = await openEmbedded(folder, {
    signal: io.signal,
    onLost,
    onProgress: (line) => io.report(line),
  });
  opened.defer(() => server.close());
  return server.url;
}
