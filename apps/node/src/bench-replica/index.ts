/**
 * `muster bench replica`: what an idle reconnect sends, whether a changed byte is accepted and a
 * deleted text kept, and what an add costs; of ours and of its peers, each used as its
 * documentation says, each in a process of its own, one after another.
 *
 *     peers installed ──► ours ──► plain Map ──► each peer ──► report
 *
 * Rule N36: docs/spec/node.md. Why so: docs/decisions/0017-bench-peers.md.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Io } from "../io.ts";
import { ask } from "./ask.ts";
import { installPeers } from "./install.ts";
import { linesOf } from "./lines.ts";
import type { Figures } from "./message.ts";
import { FULL, type Name, PEERS, type Plan, QUICK } from "./plan.ts";
import { broken, type Measured, reportOf } from "./report.ts";

/** As node:util parses them. */
export const BENCH_FLAGS = {
  quick: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

export interface BenchFlags {
  readonly quick: boolean;
  readonly json: boolean;
}

const NAMES: readonly Name[] = ["ours", "plain map", ...PEERS];

/**
 * The raw figures are kept in bench/results. Returns the exit code: 0 when ours kept its promises.
 * Throws `bench_failed`: a worker or an installation that failed, a peer without a figure.
 */
export async function benchReplica({ quick, json }: BenchFlags, io: Io): Promise<number> {
  await installPeers(io);
  const measured = await measureAll(quick ? QUICK : FULL, io);
  const at = new Date().toISOString();
  const folder = join(io.root, "bench/results");
  const path = join(folder, `replica-${at.replaceAll(":", "-")}.json`);
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${JSON.stringify({ at, ...measured })}\n`);
  const report = reportOf(measured);
  if (json) io.print(JSON.stringify(report));
  else for (const line of linesOf(report)) io.print(line);
  const reasons = broken(report);
  for (const reason of reasons) io.report(`not as promised: ${reason}`);
  return reasons.length === 0 ? 0 : 1;
}

async function measureAll(plan: Plan, io: Io): Promise<Measured> {
  const figures: Partial<Record<Name, Figures>> = {};
  for (const name of NAMES) {
    const asked = { name, plan, root: io.root };
    figures[name] = await ask(asked, io.signal, (line) => io.report(line));
  }
  return { plan, figures };
}
