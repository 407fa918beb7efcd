/**
 * Opens the store of a space on a device. Each tab has one of its own: the first that is free, or a
 * new one. What other tabs left is moved into it, and every free store, of any name, loses the keys
 * of the slots that are due.
 *
 *   each free store ─┬─ of this name: the first is ours, the others are moved into it
 *                    └─ of another: due slots lose their keys, and with the last the store goes
 *
 * Rules R22 to R26: docs/spec/replica.md.
 */
import { erasing } from "../erasing.ts";
import { type Model, modelsByName } from "../model.ts";
import type { Clock } from "../stamp.ts";
import { type Device, removeStore } from "./device.ts";
import { type Found, find } from "./found.ts";
import { type FreeStore, freeStores, makeStore } from "./free-stores.ts";
import { KeyFile } from "./key-file.ts";
import { Sealer } from "./seal.ts";
import { IndexedDbStore } from "./store.ts";
import { type Trouble, trouble, troubleOf } from "./trouble.ts";
import { type Disk, WriteBehind } from "./write-behind.ts";

export interface StoreOptions {
  /** Of the space. On the disk it is a salted hash, which goes with the keys. */
  readonly name: string;
  /** Those of the space: a record of no model of it is dropped as damaged. */
  readonly models: readonly Model[];
  /**
   * The one that is corrected (`CorrectedClock`), where there is one. What is due by it as the store
   * is opened is gone, also where it was fast then.
   */
  readonly clock: Clock;
  /** Hears once why the store goes on in memory, and of what could not be read. */
  readonly onTrouble: (trouble: Trouble) => void;
}

interface Opening {
  readonly options: StoreOptions;
  readonly device: Device;
  readonly models: ReadonlyMap<string, Model>;
  readonly sealer: Sealer;
}

interface Opened {
  readonly store: IndexedDbStore;
  readonly behind: WriteBehind;
  readonly disk: Disk;
}

/** Rows that are moved before the disk is waited for. */
const MOVING_MAX = 5_000;

/**
 * Throws `TypeError` on models that cannot be told apart. Does not reject for a disk: without one
 * it is a store in memory, and `onTrouble` hears why.
 */
export async function openStore(options: StoreOptions, device: Device): Promise<IndexedDbStore> {
  const models = modelsByName([...options.models, erasing]);
  const opening = { options, device, models, sealer: new Sealer(options.name) };
  const free: FreeStore[] = [];
  try {
    await freeStores(device, { name: options.name, nowMs: options.clock.now(), found: free });
    const own = free[0] ?? (await makeStore(device, options.name));
    if (free.length === 0) free.push(own);
    return await open(opening, own, free.slice(1));
  } catch (cause) {
    for (const { claim } of free) claim.release();
    return inMemory(options, troubleOf(cause));
  }
}

export function inMemory({ onTrouble }: StoreOptions, why: Trouble): IndexedDbStore {
  onTrouble(why);
  return new IndexedDbStore(why);
}

async function open(
  opening: Opening,
  own: FreeStore,
  others: readonly FreeStore[],
): Promise<IndexedDbStore> {
  const nowMs = opening.options.clock.now();
  const closedMs = Math.max(...[own, ...others].map(({ ring }) => closedBy(ring, nowMs)));
  const opened = await back(opening, own, closedMs);
  let count = 0;
  try {
    const found = await read(opening, own, { rows: opened.disk.rows, closedMs });
    takeUp(opened, found);
    if (closedMs > own.ring.closedMs) opened.behind.close([], closedMs);
    count = found.damaged.length;
  } catch (cause) {
    // It keeps its claim, as it may still have keys to take away, and shows what others left.
    opened.behind.fail(troubleOf(cause));
  }
  let refused: { readonly cause?: unknown } = {};
  for (const other of others) {
    try {
      count += await move(opening, other, { opened, closedMs });
    } catch (cause) {
      // One store's trouble: it stays as it is, for whoever opens it next.
      refused = { cause };
    }
    other.claim.release();
  }
  const { onTrouble } = opening.options;
  if (count > 0) onTrouble(trouble("damaged", { count }));
  if ("cause" in refused) onTrouble(trouble("left", refused));
  return opened.store;
}

/** How far the ring has closed, and its slots that are due by the clock: the last edge of one. */
function closedBy({ closedMs, slots }: FreeStore["ring"], nowMs: number): number {
  const due = slots.map(({ expiresAt }) => expiresAt).filter((expiresAt) => expiresAt <= nowMs);
  return Math.max(closedMs, ...due);
}

async function back(opening: Opening, own: FreeStore, closedMs: number): Promise<Opened> {
  const { device, sealer, options } = opening;
  const { clock, onTrouble } = options;
  const rows = await device.openRows(own.id, () => behind.fail(trouble("closed")));
  const keys = new KeyFile(device, own.id);
  const remove = () => removeStore(device, own.id);
  const disk: Disk = { keys, rows, sealer, clock, onTrouble, remove };
  const behind = new WriteBehind(disk);
  const store = new IndexedDbStore({ disk, behind, claim: own.claim, closedMs });
  return { store, behind, disk };
}

async function read(
  { models, sealer }: Opening,
  { ring }: FreeStore,
  { rows, closedMs }: { readonly rows: Disk["rows"]; readonly closedMs: number },
): Promise<Found> {
  return find({ ring, rows: await rows.all(), sealer, models, dueMs: closedMs });
}

function takeUp({ store, behind }: Opened, found: Found): void {
  for (const slot of found.slots) {
    behind.slots.open(slot);
    for (const kept of slot.rows.keys()) store.found(kept);
  }
  for (const slot of found.closed) behind.closeSlot(slot);
  for (const { slot, row } of found.damaged) behind.dropRow(slot, row);
  for (const slot of found.stale) behind.markStale(slot);
}

/** Returns how much of it could not be read. It is removed when all the rest is in ours. */
async function move(
  opening: Opening,
  other: FreeStore,
  { opened, closedMs }: { readonly opened: Opened; readonly closedMs: number },
): Promise<number> {
  const { device } = opening;
  const rows = await device.openRows(other.id, () => undefined);
  const found = await read(opening, other, { rows, closedMs }).finally(() => rows.close());
  let moved = 0;
  for (const kept of found.slots.flatMap((slot) => [...slot.rows.keys()])) {
    opened.store.add(kept);
    moved += 1;
    if (moved % MOVING_MAX === 0) await opened.store.flushed();
  }
  if (await opened.store.flushed()) await removeStore(device, other.id);
  return found.damaged.length;
}
