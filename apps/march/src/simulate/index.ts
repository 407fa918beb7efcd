/**
 * `muster simulate march`, for the command: reads what was asked for, runs it, prints the
 * summary, and gives the exit code.
 *
 * Rules S6, S10: docs/spec/march-simulation.md.
 */
import { readFile } from "node:fs/promises";
import type { Timers } from "@muster/rooms";
import type { Plan } from "./expectation.ts";
import { SimulationFault } from "./fault.ts";
import { readGpx } from "./gpx.ts";
import { LiveTable, type Screen } from "./live-table.ts";
import { NYSE_CONVERGE } from "./nyse-converge.ts";
import {
  type FlagsOf,
  planOf,
  readOptions,
  type SIMULATE_FLAGS,
  type SimulateOptions,
} from "./options.ts";
import { checkRoute, type Route } from "./route.ts";
import { run } from "./run.ts";
import type { StartedNode } from "./started-node.ts";
import { linesOf } from "./summary.ts";

export { SimulationFault } from "./fault.ts";
export type { Screen } from "./live-table.ts";
export { SIMULATE_FLAGS } from "./options.ts";
export type { NodeMemory, StartedNode } from "./started-node.ts";

export interface CommandPorts {
  readonly timers: Timers;
  readonly signal: AbortSignal;
  readonly startNode: () => Promise<StartedNode>;
  readonly screen: Screen;
  /** One line of the answer. */
  readonly print: (line: string) => void;
}

/** Returns the exit code. Throws a `SimulationFault` when there is no summary to print. */
export async function simulateMarch(
  flags: FlagsOf<typeof SIMULATE_FLAGS>,
  ports: CommandPorts,
): Promise<number> {
  const { timers, signal, screen, print } = ports;
  const options = readOptions(flags, timers.now() % 1_000_000);
  const plan: Plan = planOf(options, await routeOf(options));
  const table = new LiveTable(screen);
  const startNode = options.url === null ? ports.startNode : running(options.url);
  try {
    const show = table.show.bind(table);
    const tell = table.tell.bind(table);
    const summary = await run(options, plan, { timers, signal, startNode, show, tell });
    table.end();
    if (options.json) print(JSON.stringify(summary));
    else for (const line of linesOf(summary)) print(line);
    if (options.json) for (const reason of summary.reasons) screen.write(`${reason}\n`);
    return summary.reasons.length === 0 ? 0 : 1;
  } catch (error) {
    table.end();
    throw faultOf(error, signal);
  }
}

/** What goes wrong while a run is being stopped is no news, nor while it is being closed. */
function faultOf(thrown: unknown, signal: AbortSignal): unknown {
  const cause: unknown = thrown instanceof SuppressedError ? thrown.suppressed : thrown;
  if (signal.aborted) return new SimulationFault("interrupted", "stopped", { cause });
  const isOfTheNetwork = cause instanceof TypeError && cause.message === "fetch failed";
  if (!isOfTheNetwork) return cause;
  return new SimulationFault("failed", "the node does not answer", { cause });
}

async function routeOf({ route }: SimulateOptions): Promise<Route> {
  if (route === null) return NYSE_CONVERGE;
  const text = await readFile(route, "utf8").catch((cause: unknown) => {
    throw new SimulationFault("usage", `--route ${route} cannot be read`, { cause });
  });
  return route.toLowerCase().endsWith(".gpx")
    ? readGpx(text, route)
    : checkRoute(parsed(text, route), route);
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SimulationFault("usage", `${name} is no JSON`, { cause });
  }
}

function running(url: string): () => Promise<StartedNode> {
  return async () => ({ url, pid: null, memory: null, close: async () => undefined });
}
