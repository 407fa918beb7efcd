/**
 * `muster bench march`, for the command: the original's schedule over its polling API, on one
 * node, with the original's published figures beside ours. The raw report is kept.
 *
 * Rules S11, S12: docs/spec/march-simulation.md.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generateKeys, openIdentity } from "@muster/replica";
import { MarchApi } from "../simulate/api.ts";
import { SimulationFault } from "../simulate/fault.ts";
import type { CommandPorts, StartedNode } from "../simulate/index.ts";
import type { FlagsOf } from "../simulate/options.ts";
import type { Life } from "../simulate/wait.ts";
import { runLoad } from "./load-process.ts";
import { usageOf } from "./process-usage.ts";
import { linesOf, type Measured, reportOf } from "./report.ts";
import { ORIGINAL, type Pace, QUICK } from "./schedule.ts";

/** As node:util parses them. */
export const BENCH_FLAGS = {
  quick: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;
const MARCH = { hours: 1, lifetimeSeconds: 1_800 } as const;

export interface BenchPorts extends CommandPorts {
  /** Where raw reports are kept. */
  readonly folder: string;
}

/** Returns the exit code: 0 when no request failed. Throws a `SimulationFault`. */
export async function benchMarch(
  { quick, json }: FlagsOf<typeof BENCH_FLAGS>,
  ports: BenchPorts,
): Promise<number> {
  const { timers, signal, print } = ports;
  const pace = quick ? QUICK : ORIGINAL;
  try {
    const measured = await measureAll(pace, ports);
    const at = new Date(timers.now()).toISOString();
    const report = reportOf(at, pace, measured);
    const text = JSON.stringify(report);
    await mkdir(ports.folder, { recursive: true });
    await writeFile(join(ports.folder, `march-${at.replaceAll(":", "-")}.json`), `${text}\n`);
    if (json) print(text);
    else for (const line of linesOf(report)) print(line);
    return report.sizes.every(({ failed }) => failed === 0) ? 0 : 1;
  } catch (cause) {
    if (!signal.aborted) throw cause;
    throw new SimulationFault("interrupted", "stopped", { cause });
  }
}

async function measureAll(
  { sizes, posts, everyMs }: typeof ORIGINAL,
  { timers, signal, startNode, screen }: BenchPorts,
): Promise<readonly Measured[]> {
  await using opened = new AsyncDisposableStack();
  screen.write("starting a node and its database\n");
  const node = await startNode();
  opened.defer(() => node.close());
  const measured: Measured[] = [];
  for (const people of sizes) {
    screen.write(`${people} people, ${posts} posts each, ${everyMs / 1000} s apart\n`);
    measured.push(await measure({ node, people, posts, everyMs }, { timers, signal }));
  }
  return measured;
}

interface Work extends Pace {
  readonly node: StartedNode;
  readonly people: number;
}

/** Each size has a march of its own, on the same node. */
async function measure({ node, people, posts, everyMs }: Work, life: Life): Promise<Measured> {
  const api = new MarchApi(node.url, life.timers);
  const identity = await openIdentity(await generateKeys());
  const { id, invite } = await api.make(identity, MARCH);
  const steward = await api.joinWithKey(id, invite, { identity, contingent: "stewards" });
  const both = await api.invite(id, steward.token, ["share", "display"]);
  const load = { url: node.url, march: id, invite: both, people, posts, everyMs };
  const before = await usageOf(node.pid);
  const loaded = await runLoad(load, life);
  return { people, loaded, usage: [before, await usageOf(node.pid)] };
}
