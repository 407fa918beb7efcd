/**
 * One torture from start to end: a server, workers, faults, rest, and the evidence of what
 * happened. Everything that was started is ended, also when it fails or is aborted.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";
import { createSchema } from "../../packages/partition/src/postgres/schema.ts";
import { Random } from "../../packages/sim/src/index.ts";
import { openPool } from "../postgres.ts";
import type { TortureOrder } from "./args.ts";
import { sharedMs } from "./clock.ts";
import type { Library } from "./faketime.ts";
import { Faults, type Victims } from "./faults.ts";
import { FENCED, LEASED, PARTITIONS } from "./groups.ts";
import { createLedger, readLedger } from "./ledger.ts";
import { floorsFor, planFor, SLOTS } from "./plan.ts";
import { TortureServer } from "./server.ts";
import { Slot } from "./slots.ts";
import { describeFaults } from "./summary.ts";
import type { Evidence } from "./verdict.ts";

const JOIN_MS_MAX = 30_000;
const REST_MS_MAX = 20_000;
const LOOK_MS = 50;
const PROGRESS_MS = 5_000;

export interface RunOptions {
  readonly order: TortureOrder;
  readonly library: Library;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Calls `judge` while the logs are still there. */
export async function torture<Result>(
  options: RunOptions,
  judge: (evidence: Evidence) => Result,
): Promise<Result> {
  await using stack = new AsyncDisposableStack();
  const victims = await openVictims(options, stack);
  const { slots, server, pool } = victims;
  const { order, signal, say } = options;
  for (const slot of slots) slot.start();
  await until(() => slots.every(({ isJoined }) => isJoined), JOIN_MS_MAX, signal);
  await until(() => isAllOwned(pool), JOIN_MS_MAX, signal);
  say(`seed ${order.seed}: ${SLOTS} workers, faults for ${order.seconds} s`);
  const faults = new Faults(victims, signal);
  const fromMs = sharedMs();
  await rage(faults, options);
  const toMs = sharedMs();
  const isAtRest = await until(() => isAllOwned(pool), REST_MS_MAX, signal);
  const restMs = isAtRest ? sharedMs() - toMs : null;
  await Promise.all(slots.map((slot) => slot.leave()));
  const floors = floorsFor(order.seconds);
  return judge({
    seed: order.seed,
    seconds: order.seconds,
    faults: faults.counts,
    floors: server.canJump ? floors : { ...floors, jump: 0 },
    lives: slots.flatMap(({ lives }) => lives),
    entries: await readLedger(pool),
    fromMs,
    toMs,
    outages: faults.outages,
    restMs,
    troubles: victims.troubles,
  });
}

interface OpenVictims extends Victims {
  readonly troubles: readonly string[];
}

/** What is opened is left to the stack to close. */
async function openVictims(
  { order, library, signal }: RunOptions,
  stack: AsyncDisposableStack,
): Promise<OpenVictims> {
  const folder = await mkdtemp(join(tmpdir(), "muster-torture-logs-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const server = await TortureServer.start("path" in library ? library.path : null);
  stack.defer(() => server.close());
  const pool = openPool(server.url);
  stack.defer(() => pool.end());
  await createSchema(pool);
  await createLedger(pool);
  const troubles: string[] = [];
  const onTrouble = (text: string) => troubles.push(text);
  const slots: Slot[] = [];
  stack.defer(async () => void (await Promise.all(slots.map((slot) => slot.close()))));
  for (let number = 0; number < SLOTS; number += 1) {
    slots.push(await Slot.open({ number, url: server.url, folder, seed: order.seed, onTrouble }));
  }
  signal.throwIfAborted();
  return { slots, server, pool, troubles };
}

async function rage(faults: Faults, { order, say }: RunOptions): Promise<void> {
  const fromMs = sharedMs();
  const progress = setInterval(() => {
    const seconds = Math.round((sharedMs() - fromMs) / 1_000);
    const done = describeFaults(faults.counts);
    // The last ones may take longer than that to mend.
    say(`${Math.min(seconds, order.seconds)} of ${order.seconds} s: ${done}`);
  }, PROGRESS_MS);
  try {
    await faults.rage(planFor(new Random(order.seed), order.seconds));
  } finally {
    clearInterval(progress);
  }
}

/** Every numbered key belongs to a member that is in. */
async function isAllOwned(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query(
    `select count(*)::integer as owned
     from partition.ownership o join partition.member m on m.id = o.owner
     where o.group_name = any ($1) and o.number is not null`,
    [[LEASED, FENCED]],
  );
  return (rows as readonly { owned: number }[])[0]?.owned === 2 * PARTITIONS;
}

async function until(
  isSo: () => Promise<boolean> | boolean,
  limitMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  for (const lastMs = sharedMs() + limitMs; sharedMs() < lastMs; ) {
    if (await isSo()) return true;
    await sleep(LOOK_MS, undefined, { signal });
  }
  return false;
}
