/**
 * How many heartbeats a second the database takes, from members of one group over a bounded number
 * of connections. Each member sends the next as soon as the last was answered. A heartbeat counts
 * when it raised that member's counter in the database.
 *
 * Rule N33: docs/spec/node.md; P3: docs/spec/partition.md.
 */
import { type MemberId, postgres, type Store } from "@muster/partition";
import type { Pool } from "pg";
import { Fault } from "../fault.ts";
import type { Bench } from "./crash.ts";
import { machineMs } from "./machine-clock.ts";
import type { Plan } from "./plan.ts";

export interface Beaten {
  readonly members: number;
  readonly connections: number;
  readonly perSecond: number;
  readonly meanMs: number;
}

/** The embedded server takes 100, some of which it keeps for others. */
const CONNECTIONS_MAX = 80;
const WIDTH = 3;
const WARM_UP_SHARE = 0.2;
const SETTINGS = { partitions: 0, fenced: false } as const;
const DEAF = { changed: () => {}, freed: () => {}, dropped: () => {} };

type Line = Awaited<ReturnType<Store<unknown>["open"]>>;

interface Member {
  readonly id: MemberId;
  readonly line: Line;
}

export async function measureHeartbeats(
  bench: Bench,
  { members: sizes, forMs }: Plan["heartbeats"],
  pool: Pool,
): Promise<readonly Beaten[]> {
  const beaten: Beaten[] = [];
  for (const members of sizes) {
    beaten.push(await measureSize(bench, { members, forMs }, pool));
    bench.progress(`heartbeats: ${members} members`);
  }
  return beaten;
}

async function measureSize(
  { signal }: Bench,
  { members: size, forMs }: { readonly members: number; readonly forMs: number },
  pool: Pool,
): Promise<Beaten> {
  const group = `heartbeats-${size}`;
  const connections = Math.min(size, CONNECTIONS_MAX);
  await using opened = new AsyncDisposableStack();
  const lines: Line[] = [];
  for (let each = 0; each < connections; each += 1) {
    const opening = { name: group, settings: SETTINGS, label: "", listener: DEAF };
    const line = await postgres(pool).open(opening);
    opened.defer(() => line.close());
    lines.push(line);
  }
  const members = await joinAll(lines, size, signal);
  await beatAll(members, WARM_UP_SHARE * forMs, signal);
  const before = await countersOf(pool, group);
  const startedMs = machineMs();
  const { answered, waitedMs } = await beatAll(members, forMs, signal);
  const seconds = (machineMs() - startedMs) / 1_000;
  const renewed = (await countersOf(pool, group)) - before;
  if (renewed < answered) {
    const why = `${answered} heartbeats were answered, ${renewed} renewed`;
    throw new Fault("bench_failed", `the bench failed: ${why}`);
  }
  return { members: size, connections, perSecond: renewed / seconds, meanMs: waitedMs / answered };
}

/** One after the other, over one connection; nobody beats meanwhile, and nobody is buried. */
async function joinAll(
  lines: readonly Line[],
  size: number,
  signal: AbortSignal,
): Promise<readonly Member[]> {
  const [first] = lines;
  const members: Member[] = [];
  for (let each = 0; each < size; each += 1) {
    signal.throwIfAborted();
    const line = lines[each % lines.length];
    const answer = await first?.execute({ kind: "join" });
    if (line === undefined || answer?.kind !== "join") throw new Error("a join answers a join");
    members.push({ id: answer.value.id, line });
  }
  return members;
}

async function beatAll(
  members: readonly Member[],
  forMs: number,
  signal: AbortSignal,
): Promise<{ readonly answered: number; readonly waitedMs: number }> {
  const untilMs = machineMs() + forMs;
  let answered = 0;
  let waitedMs = 0;
  const beat = async ({ id, line }: Member): Promise<void> => {
    for (let sentMs = machineMs(); sentMs < untilMs; sentMs = machineMs()) {
      signal.throwIfAborted();
      const answer = await line.execute({ kind: "beat", id, width: WIDTH, load: 0 });
      if (answer.value === null) throw new Error("nobody buries here");
      answered += 1;
      waitedMs += machineMs() - sentMs;
    }
  };
  await Promise.all(members.map(beat));
  return { answered, waitedMs };
}

async function countersOf(pool: Pool, group: string): Promise<number> {
  const { rows } = await pool.query<{ counters: number }>(
    "select sum(counter)::float8 as counters from partition.member where group_name = $1",
    [group],
  );
  return rows[0]?.counters ?? 0;
}
