/**
 * The stores on a device that no tab has open. Those of other names lose the keys of their due
 * slots, so that what nobody opens any more is forgotten as well, as soon as anything is opened.
 *
 * Rules R24, R26, R27: docs/spec/replica.md.
 */
import { Malformed } from "../fault.ts";
import { type Claim, type Device, removeStore, type StoreId } from "./device.ts";
import { hex } from "./hex.ts";
import { KeyFile } from "./key-file.ts";
import { newStoreId } from "./random.ts";
import { isOf, newRing, type Ring } from "./ring.ts";

export interface FreeStore {
  readonly id: StoreId;
  readonly claim: Claim;
  readonly ring: Ring;
}

interface Search {
  /** Null: none is looked for, all are swept. */
  readonly name: string | null;
  readonly nowMs: number;
  /** Takes what is found, so that its claims can be released when something fails. */
  readonly found: FreeStore[];
}

/** Stores of a device: each tab that is open has one. */
export const STORES_MAX = 256;

export async function freeStores(device: Device, search: Search): Promise<void> {
  await removeOrphans(device);
  const ids = await device.ids();
  for (const id of ids) {
    // Who cannot be claimed is left to whoever can.
    const claim = await device.claim(id).catch(() => null);
    if (claim === null) continue;
    const ring = await lookAt(device, id, search);
    if (ring === null) claim.release();
    else search.found.push({ id, claim, ring });
  }
}

/** Without keys rows say nothing: those that stay are tried again when a store is opened next. */
async function removeOrphans(device: Device): Promise<void> {
  const ids = await device.orphans().catch(() => []);
  for (const id of ids) await removeOrphan(device, id).catch(() => undefined);
}

/** A tab that is making one has claimed it before. */
async function removeOrphan(device: Device, id: StoreId): Promise<void> {
  const claim = await device.claim(id);
  if (claim === null) return;
  try {
    // It may have been made, and shut again, since the others were listed.
    const ids = await device.ids();
    if (!ids.includes(id)) await device.removeRows(id);
  } finally {
    claim.release();
  }
}

/** The ring of a store of that name. Null: it is another's, and was swept. */
async function lookAt(device: Device, id: StoreId, search: Search): Promise<Ring | null> {
  const { name, nowMs } = search;
  try {
    const ring = await ringOf(device, id);
    if (ring !== null && name !== null && (await isOf(ring, name))) return ring;
    await sweep(device, id, ring === null ? null : dueIn(ring, nowMs));
  } catch {
    // One store's trouble: whoever opens that one next may have none.
  }
  return null;
}

export async function makeStore(device: Device, name: string): Promise<FreeStore> {
  if ((await device.ids()).length >= STORES_MAX) {
    throw new DOMException(`there are ${STORES_MAX} stores`, "QuotaExceededError");
  }
  const id = newStoreId();
  const claim = await device.claim(id);
  if (claim === null) throw new DOMException("a new store is not free", "InvalidStateError");
  try {
    await device.create(id);
    const ring = await newRing(name);
    await new KeyFile(device, id).write(ring);
    return { id, claim, ring };
  } catch (cause) {
    claim.release();
    throw cause;
  }
}

/**
 * Panic: the keys of every store of this name, or of all, and then the rows. What the device
 * refuses of one is thrown when the others are gone.
 */
export async function destroyStores(device: Device, name?: string): Promise<void> {
  await removeOrphans(device);
  const ids: StoreId[] = [];
  for (const id of await device.ids()) {
    if (name === undefined || (await mayBe(device, id, name))) ids.push(id);
  }
  const keys = await Promise.allSettled(ids.map((id) => device.removeKeys(id)));
  const rows = await Promise.allSettled(ids.map((id) => device.removeRows(id)));
  const refused = [...keys, ...rows].find(({ status }) => status === "rejected");
  if (refused?.status === "rejected") throw refused.reason;
}

/** In doubt yes: what cannot be looked at now might be read later. */
async function mayBe(device: Device, id: StoreId, name: string): Promise<boolean> {
  try {
    const ring = await ringOf(device, id);
    return ring !== null && (await isOf(ring, name));
  } catch {
    return true;
  }
}

/** Null: there is none, or it is damaged, so nothing of its store can be read. */
async function ringOf(device: Device, id: StoreId): Promise<Ring | null> {
  try {
    return await new KeyFile(device, id).read();
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

interface Due {
  readonly names: ReadonlySet<string>;
  readonly closedMs: number;
  readonly isAll: boolean;
}

function dueIn({ slots }: Ring, nowMs: number): Due {
  const due = slots.filter(({ expiresAt }) => expiresAt <= nowMs);
  return {
    names: new Set(due.map(({ id }) => hex(id))),
    closedMs: Math.max(0, ...due.map(({ expiresAt }) => expiresAt)),
    isAll: due.length === slots.length,
  };
}

async function sweep(device: Device, id: StoreId, due: Due | null): Promise<void> {
  if (due === null || due.isAll) return removeStore(device, id);
  if (due.names.size === 0) return;
  await new KeyFile(device, id).change({ drop: due.names, closedMs: due.closedMs });
}
