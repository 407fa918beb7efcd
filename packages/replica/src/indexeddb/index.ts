/** The public face of @muster/replica/indexeddb, for browsers. */
import { browserDevice } from "./browser.ts";
import { destroyStores, freeStores } from "./free-stores.ts";
import { inMemory, openStore, type StoreOptions } from "./open.ts";
import type { IndexedDbStore } from "./store.ts";
import { trouble } from "./trouble.ts";

export type { StoreOptions } from "./open.ts";
export type { IndexedDbStore } from "./store.ts";
export { TROUBLES, type Trouble, type TroubleCode } from "./trouble.ts";

/**
 * Opens the store of a space, with what this device kept of it. Each tab gets one of its own; what
 * closed tabs left is moved into it. Throws `TypeError` on models that cannot be told apart. Does
 * not reject for a disk: without one it is a store in memory, and `onTrouble` hears why.
 */
export async function openIndexedDbStore(options: StoreOptions): Promise<IndexedDbStore> {
  const device = browserDevice();
  return device === null ? inMemory(options, trouble("unsupported")) : openStore(options, device);
}

/**
 * Panic: resolves when the keys of every store of this name, or of all of this origin, are gone
 * from the device, and then their rows, whichever tabs have them open: those go on in memory, and
 * hear `closed` or `destroyed`. A store that is opened meanwhile may stay: close what opens them
 * first. Rejects when the device refuses some of it, after all the rest; try again.
 */
export async function destroyIndexedDbStores(name?: string): Promise<void> {
  const device = browserDevice();
  if (device !== null) await destroyStores(device, name);
}

/**
 * Takes the keys of slots that are due by `nowMs`, in milliseconds since the epoch, from every store
 * of this origin that no tab has open, as opening one of them would: for a page that opens none.
 * Rejects when the device cannot be read.
 */
export async function sweepIndexedDbStores(nowMs: number): Promise<void> {
  const device = browserDevice();
  if (device !== null) await freeStores(device, { name: null, nowMs, found: [] });
}
