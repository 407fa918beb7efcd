/**
 * Adapter: a browser as a device. Keys in the origin private file system, rows in IndexedDB, claims
 * by Web Locks, which end with their tab, however it ends.
 */
import { openRows, orphans, removeRows } from "./database.ts";
import type { Claim, Device, StoreId } from "./device.ts";
import { PrivateFiles } from "./private-files.ts";

const LOCK = "muster-replica ";

/** Null: this browser, or this kind of window, lacks one of the three. */
export function browserDevice(): Device | null {
  const has =
    "locks" in navigator &&
    "indexedDB" in globalThis &&
    "databases" in indexedDB &&
    "storage" in navigator &&
    "getDirectory" in navigator.storage &&
    "FileSystemFileHandle" in globalThis &&
    "createWritable" in FileSystemFileHandle.prototype;
  return has ? new Browser() : null;
}

class Browser implements Device {
  readonly #files = new PrivateFiles(pause);

  ids(): Promise<readonly StoreId[]> {
    return this.#files.ids();
  }

  async orphans(): Promise<readonly StoreId[]> {
    return orphans(new Set(await this.#files.ids()));
  }

  claim(id: StoreId): Promise<Claim | null> {
    return new Promise((resolve, reject) => {
      const options = { ifAvailable: true } as const;
      const held = navigator.locks.request(LOCK + id, options, async (lock) => {
        if (lock === null) return resolve(null);
        // Before anybody reads: what a killed browser left behind must not outlive its slots.
        await this.#files.clean(id);
        await new Promise<void>((release) => resolve({ release }));
      });
      held.catch(reject);
    });
  }

  create(id: StoreId): Promise<void> {
    return this.#files.create(id);
  }

  readRing(id: StoreId): Promise<Uint8Array | null> {
    return this.#files.readRing(id);
  }

  writeRing(id: StoreId, bytes: Uint8Array): Promise<void> {
    return this.#files.writeRing(id, bytes);
  }

  openRows(id: StoreId, onClosed: () => void) {
    return openRows(id, onClosed);
  }

  removeKeys(id: StoreId): Promise<void> {
    return this.#files.remove(id);
  }

  removeRows(id: StoreId): Promise<void> {
    return removeRows(id, pause);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
