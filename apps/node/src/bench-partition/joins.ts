/**
 * From the call of `join` by one more member until the group is even again and every key is held
 * by its new owner. Each member is a process of its own.
 *
 * Rule N33: docs/spec/node.md; P8, P11: docs/spec/partition.md.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";
import { Fault } from "../fault.ts";
import type { Bench } from "./crash.ts";
import { Crew } from "./crew.ts";
import type { Plan } from "./plan.ts";

const NAME = "join";
/** Joins come at any moment between heartbeats. */
const SPREAD_MS = 1_000;

/** For each join, ms. */
export async function measureJoins(
  bench: Bench,
  { members, partitions, joins }: Plan["join"],
  pool: Pool,
): Promise<readonly number[]> {
  await using crew = new Crew(bench.signal);
  const hiring = { url: bench.url, groups: [NAME], partitions, fenced: false };
  const workers = Array.from({ length: members }, () => crew.hire(hiring));
  const [joiner = 0, ...others] = workers;
  for (const worker of others) await crew.order(worker, "join");
  const settled = (count: number) =>
    crew.until(() => crew.board.isSettled(NAME, count, partitions), `${count} members are even`);
  const samples: number[] = [];
  for (let round = 1; round <= joins; round += 1) {
    await settled(members - 1);
    await sleep(SPREAD_MS * (0.5 + Math.random()), undefined, { signal: bench.signal });
    const sinceMs = await crew.order(joiner, "join");
    await settled(members);
    const keys = [...crew.board.keysOf(NAME).values()];
    samples.push(Math.max(...keys.map((holding) => holding.sinceMs)) - sinceMs);
    await checkDatabase(pool, members, partitions);
    await crew.order(joiner, "leave");
    if (round % 10 === 0 || round === joins) bench.progress(`join: ${round} of ${joins}`);
  }
  return samples;
}

/** The database must say what the workers say: they only believe to own. */
async function checkDatabase(pool: Pool, members: number, partitions: number): Promise<void> {
  const { rows } = await pool.query<{ keys: number }>(
    `select count(*)::integer as keys from partition.ownership o
     join partition.member m on m.id = o.owner
     where o.group_name = $1 and o.number is not null group by o.owner`,
    [NAME],
  );
  const counts = rows.map(({ keys }) => keys);
  const owned = counts.reduce((sum, count) => sum + count, 0);
  const isEven = Math.max(...counts) - Math.min(...counts) <= 1;
  if (counts.length === members && owned === partitions && isEven) return;
  const why = `the members say that all is even, the database says ${counts.join(", ")}`;
  throw new Fault("bench_failed", `the bench failed: ${why}`);
}
