/**
 * What a worker does with its groups: it acts on what it is given, writes to the ledger through
 * fenced transactions without asking the clock first, and takes a moment to stop.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Owned, View } from "../../packages/partition/src/group.ts";
import type { Random } from "../../packages/sim/src/index.ts";
import { ITEMS, NAMES } from "./groups.ts";
import type { NotedGroup, Tx } from "./noted-group.ts";

const WRITE_MS = [100, 400] as const;
/** Writes of one member to its keys at a time. */
const LANES = 3;
const STOP_MS_MAX = 50;
const NAME_MS = [200, 2_000] as const;
const TRIES = 4;

/** Acts under every view, until the member has left. */
export async function useViews(group: NotedGroup, random: Random): Promise<void> {
  for await (const view of group.membership.views) {
    const { index, size, epoch } = view;
    const end = group.begin({ index, size, epoch }, view.signal);
    while (!view.signal.aborted) {
      await pause(random.between(...WRITE_MS), view.signal);
      await writeItem(group, view, random);
    }
    await sleep(random.between(0, STOP_MS_MAX));
    end();
  }
}

/** Acts on every key, until the member has left. */
export async function useKeys(group: NotedGroup, random: Random): Promise<void> {
  const { membership } = group;
  const ends = new Map<Owned<Tx>, () => void>();
  let stamped = Promise.resolve();
  const begin = (owned: Owned<Tx>) => {
    const { key, fence, signal } = owned;
    ends.set(owned, group.begin({ key, fence }, signal));
    // The first write under a fence: a later one under an earlier fence is a fault.
    stamped = stamped.then(() => writeKey(group, owned, random));
  };
  membership.on("owned", begin);
  membership.on("lost", async (owned) => {
    await sleep(random.between(0, STOP_MS_MAX));
    ends.get(owned)?.();
    ends.delete(owned);
  });
  await Promise.all(Array.from({ length: LANES }, () => writeOften(group, random)));
}

async function writeOften(group: NotedGroup, random: Random): Promise<void> {
  const { membership } = group;
  for (const left = hasLeft(membership.left); !left.aborted; ) {
    await pause(random.between(...WRITE_MS), left);
    const held = [...membership.keys.values()];
    if (held.length > 0) await writeKey(group, random.pick(held), random);
  }
}

/** Claims names and hands them back, until the member has left. */
export async function useNames({ membership }: NotedGroup, random: Random): Promise<void> {
  for (const left = hasLeft(membership.left); !left.aborted; ) {
    await pause(random.between(...NAME_MS), left);
    const name = random.pick(NAMES);
    const isMine = membership.keys.has(name);
    // Whoever has left, or waits for longer, tries another next time.
    const signal = AbortSignal.any([left, AbortSignal.timeout(NAME_MS[1])]);
    if (isMine) await membership.release(name);
    else await membership.claim(name, { signal }).catch(() => undefined);
  }
}

async function writeItem(group: NotedGroup, view: View<Tx>, random: Random): Promise<void> {
  const mine = Array.from({ length: ITEMS }, (_, item) => item).filter(
    (item) => item % view.size === view.index,
  );
  if (mine.length === 0) return;
  const entry = {
    key: `item/${random.pick(mine)}`,
    timeline: 0,
    counter: view.epoch,
    nonce: 0,
  };
  await group.write(entry, (_, run) => view.transaction(run), 1);
}

async function writeKey(group: NotedGroup, owned: Owned<Tx>, random: Random): Promise<void> {
  if (owned.signal.aborted) return;
  const { key, fence } = owned;
  const entry = { key, ...fence };
  if (random.chance(0.5)) await group.write(entry, (_, run) => owned.transaction(run), 1);
  else await group.write(entry, (operation, run) => owned.once(operation, run), TRIES);
}

function hasLeft(left: Promise<void>): AbortSignal {
  const abort = new AbortController();
  void left.catch(() => undefined).then(() => abort.abort());
  return abort.signal;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
