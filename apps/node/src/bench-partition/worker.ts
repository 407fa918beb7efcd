/**
 * A worker of the bench: a process with a member in each of its groups, which tells when it gets
 * and loses keys. It ends with its standard input.
 *
 * Rule N33: docs/spec/node.md.
 */
import { createInterface } from "node:readline";
import { type FencedGroup, join, postgres } from "@muster/partition";
import { Pool } from "pg";
import { machineMs } from "./machine-clock.ts";
import type { Hiring, Order, Told } from "./message.ts";

type Joined = FencedGroup<unknown>;

const tell = (told: Told): void => void process.stdout.write(`${JSON.stringify(told)}\n`);

function hire({ url, groups, partitions, fenced }: Hiring): (order: Order) => Promise<void> {
  // The protocol's own connection is not of this pool, which is needed to join.
  const pool = new Pool({ connectionString: url, max: 1 });
  pool.on("error", () => {});
  const store = postgres(pool);
  let joined: readonly Joined[] = [];
  const joinOne = async (name: string): Promise<Joined> => {
    const group: Joined = await join(store, name, { partitions, fenced });
    const say = (key: string, has: boolean) => tell({ group: name, key, has, atMs: machineMs() });
    group.on("owned", ({ key }) => say(key, true));
    group.on("lost", ({ key }) => say(key, false));
    return group;
  };
  return async (order) => {
    const sinceMs = machineMs();
    if (order === "join") joined = await Promise.all(groups.map(joinOne));
    else await Promise.all(joined.map((group) => group.leave()));
    tell({ done: order, sinceMs });
  };
}

let carryOut: ((order: Order) => Promise<void>) | null = null;
// A terminal's Ctrl-C is for the bench, which then ends its workers.
process.on("SIGINT", () => {});
createInterface({ input: process.stdin })
  .on("line", (line) => {
    if (carryOut === null) carryOut = hire(JSON.parse(line) as Hiring);
    else void carryOut(JSON.parse(line) as Order);
  })
  .on("close", () => process.exit());
