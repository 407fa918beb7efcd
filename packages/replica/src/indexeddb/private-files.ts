/**
 * Adapter of the origin private file system: one folder for each store, one file in it, the ring.
 *
 * Why a file and not a row of IndexedDB: what is deleted there stays in the files of Chromium's
 * LevelDB, a `CryptoKey` with its bytes in the clear; a file that is removed or replaced is gone
 * from the profile at once. Measured; docs/decisions has the figures.
 */
import type { StoreId } from "./device.ts";

const FOLDER = "muster-replica";
const RING = "ring";
/** A write of another tab takes milliseconds; a tab that hangs in one is not waited for longer. */
const REMOVE_TRIES_MAX = 200;
const REMOVE_PAUSE_MS = 10;

export class PrivateFiles {
  readonly #pause: (ms: number) => Promise<void>;

  constructor(pause: (ms: number) => Promise<void>) {
    this.#pause = pause;
  }

  async ids(): Promise<readonly StoreId[]> {
    const found: StoreId[] = [];
    // All of them: who destroys leaves none.
    for await (const id of (await folder()).keys()) found.push(id);
    return found;
  }

  async create(id: StoreId): Promise<void> {
    await (await folder()).getDirectoryHandle(id, { create: true });
  }

  async readRing(id: StoreId): Promise<Uint8Array | null> {
    const store = await (await folder()).getDirectoryHandle(id);
    try {
      const file = await (await store.getFileHandle(RING)).getFile();
      return new Uint8Array(await file.arrayBuffer());
    } catch (error) {
      if (isNamed(error, "NotFoundError")) return null;
      throw error;
    }
  }

  /** Through a second file that takes the place of the first when it is whole. */
  async writeRing(id: StoreId, bytes: Uint8Array): Promise<void> {
    const store = await (await folder()).getDirectoryHandle(id);
    const file = await store.getFileHandle(RING, { create: true });
    const writing = await file.createWritable();
    try {
      await writing.write(bytes as Uint8Array<ArrayBuffer>);
      await writing.close();
    } catch (error) {
      await writing.abort().catch(() => undefined);
      throw error;
    }
  }

  /** What a browser that was killed in the middle of a write has left: keys, too. */
  async clean(id: StoreId): Promise<void> {
    const store = await (await folder()).getDirectoryHandle(id).catch(() => null);
    if (store === null) return;
    const left: string[] = [];
    for await (const name of store.keys()) if (name !== RING) left.push(name);
    for (const name of left) await store.removeEntry(name);
  }

  async remove(id: StoreId): Promise<void> {
    const all = await folder();
    for (let tries = 1; ; tries += 1) {
      try {
        return await all.removeEntry(id, { recursive: true });
      } catch (error) {
        if (isNamed(error, "NotFoundError")) return;
        if (tries === REMOVE_TRIES_MAX) throw error;
      }
      await this.#pause(REMOVE_PAUSE_MS);
    }
  }
}

async function folder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(FOLDER, { create: true });
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof DOMException && error.name === name;
}
