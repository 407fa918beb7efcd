/**
 * From a `kill -9` of a process until others own all that it owned. Each group has two members
 * that live, in two processes, and one to be killed, alone in its process.
 *
 *     hire the victims ──► all even ──► watched for a while ──► kill ──► all owned by others
 *
 * By the lease all groups' victims die within half a second, since each is noticed 4 s later. Fenced
 * groups lose theirs one after the other, so that one does not slow the next.
 *
 * Rule N33: docs/spec/node.md; P5, P16: docs/spec/partition.md.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Crew } from "./crew.ts";
import type { CrashPlan } from "./plan.ts";

/** From the kill to the last of its keys, for each kill, ms. */
export type Reowned = readonly number[];

export interface Bench {
  readonly url: string;
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

const PARTITIONS = 12;
const SURVIVORS = 2;
/** Several heartbeats: by then somebody watches the newcomer. */
const WATCHED_MS = 2_000;
/** Kills come at any moment between two heartbeats. */
const SPREAD_MS = 500;

interface Round {
  readonly crew: Crew;
  readonly bench: Bench;
  readonly names: readonly string[];
  readonly fenced: boolean;
}

export async function measureCrashes(
  bench: Bench,
  { groups, rounds }: CrashPlan,
  fenced: boolean,
): Promise<Reowned> {
  const kind = fenced ? "fast" : "lease";
  const names = Array.from({ length: groups }, (_, index) => `crash-${kind}-${index}`);
  await using crew = new Crew(bench.signal);
  const hiring = { url: bench.url, groups: names, partitions: PARTITIONS, fenced };
  const survivors = Array.from({ length: SURVIVORS }, () => crew.hire(hiring));
  for (const survivor of survivors) await crew.order(survivor, "join");
  const samples: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    samples.push(...(await killEach({ crew, bench, names, fenced })));
    bench.progress(`crash, ${kind} path: ${samples.length} of ${groups * rounds} kills`);
  }
  return samples;
}

async function killEach({ crew, bench, names, fenced }: Round): Promise<Reowned> {
  const victims = new Map<string, number>();
  for (const name of names) {
    const hiring = { url: bench.url, groups: [name], partitions: PARTITIONS, fenced };
    victims.set(name, crew.hire(hiring));
  }
  await Promise.all([...victims.values()].map((victim) => crew.order(victim, "join")));
  for (const name of names) {
    const isSettled = () => crew.board.isSettled(name, SURVIVORS + 1, PARTITIONS);
    await crew.until(isSettled, `group ${name} is even`);
  }
  await sleep(WATCHED_MS, undefined, { signal: bench.signal });
  const kill = async ([name, victim]: [string, number]) => {
    await sleep(Math.random() * SPREAD_MS, undefined, { signal: bench.signal });
    return untilReowned(crew, name, victim);
  };
  if (!fenced) return Promise.all([...victims].map(kill));
  const samples: number[] = [];
  for (const victim of victims) samples.push(await kill(victim));
  return samples;
}

async function untilReowned(crew: Crew, name: string, victim: number): Promise<number> {
  const keys = crew.board.keysOf(name);
  const lost = [...keys].flatMap(([key, { worker }]) => (worker === victim ? [key] : []));
  const killedMs = crew.kill(victim);
  const isTaken = (key: string) => keys.get(key)?.worker !== victim;
  await crew.until(() => lost.every(isTaken), `the keys of ${name} have another owner`);
  return Math.max(...lost.map((key) => keys.get(key)?.sinceMs ?? Number.NaN)) - killedMs;
}
