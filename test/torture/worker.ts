/**
 * One worker of the torture: a process that is a member of every group, until it is told to leave
 * or whoever started it is gone. Started with its order as JSON.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "pg";
import { Fault } from "../../packages/partition/src/fault.ts";
import { type Ports, systemPorts } from "../../packages/partition/src/ports.ts";
import { postgres } from "../../packages/partition/src/postgres.ts";
import { Random } from "../../packages/sim/src/index.ts";
import { useKeys, useNames, useViews } from "./application.ts";
import { sharedMs } from "./clock.ts";
import { FENCED, LEASED, NUMBERED } from "./groups.ts";
import { NotedGroup } from "./noted-group.ts";
import { WorkerLog } from "./worker-log.ts";

export interface WorkerOrder {
  readonly name: string;
  readonly url: string;
  readonly logPath: string;
  readonly seed: number;
}

const POOL_MAX = 4;
const CONNECT_MS_MAX = 2_000;
const RETRY_MS = 200;

const order = JSON.parse(process.argv[2] ?? "") as WorkerOrder;
const random = new Random(order.seed);
const log = new WorkerLog(order.logPath);
// Deadlines on the clock that all workers share.
const ports: Ports = {
  ...systemPorts,
  now: () => ({ monotonicMs: sharedMs(), wallMs: Date.now() }),
};
const pool = new Pool({
  connectionString: order.url,
  max: POOL_MAX,
  connectionTimeoutMillis: CONNECT_MS_MAX,
});
pool.on("error", () => undefined);

const told = new Promise<unknown>((resolve) => process.once("message", resolve));
process.on("disconnect", () => process.exit(1));
// Told to stop by the terminal: whoever started it ends it.
process.on("SIGINT", () => undefined);

const store = postgres(pool, { ports });
const groups = new Map(
  await Promise.all(
    [NUMBERED, LEASED, FENCED].map(async (name) => [name, await joined(name)] as const),
  ),
);
process.send?.("joined");
void told.then(leave);
await Promise.all([
  useViews(groupOf(NUMBERED), random),
  useKeys(groupOf(LEASED), random),
  useKeys(groupOf(FENCED), random),
  useNames(groupOf(FENCED), random),
]);
log.close();
process.exit(0);

/** The server may be away just now. */
async function joined(name: string): Promise<NotedGroup> {
  for (;;) {
    try {
      return await NotedGroup.join({ name, worker: order.name, store, ports, log, random });
    } catch (error) {
      if (!(error instanceof Fault) || !error.retry) throw error;
      await sleep(RETRY_MS);
    }
  }
}

async function leave(): Promise<void> {
  await Promise.all([...groups.values()].map(({ membership }) => membership.leave()));
}

function groupOf(name: string): NotedGroup {
  const group = groups.get(name);
  if (group === undefined) throw new Error(`no group ${name}`);
  return group;
}
