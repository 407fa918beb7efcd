/** Adapter of IndexedDB: the sealed entries, by an id that says nothing. */
import { pause } from "../clock.ts";
import type { Sealed } from "./seal.ts";

export interface Row {
  readonly id: string;
  readonly text: Sealed;
  /** The private key that belongs to it, and its public one. */
  readonly keys: { readonly sealed: Sealed; readonly publicKey: Uint8Array<ArrayBuffer> } | null;
  /** Only where the browser has no private files: then a deletion may leave it on the disk. */
  readonly key: CryptoKey | null;
}

/** The sealed entries. A port; `openRows` is the adapter. */
export interface Rows {
  all(): Promise<readonly Row[]>;
  put(row: Row): Promise<void>;
  delete(id: string): Promise<void>;
  /** Resolves when they are deleted, or will be as soon as the last tab that hangs has ended. */
  destroy(): Promise<void>;
}

const DATABASE = "march-vault";
const ROWS = "rows";
/** A tab that is frozen or hangs may hold the database, or its deletion: nobody waits for longer. */
const BLOCKED_MS_MAX = 2_000;

/**
 * `onDeleted` hears that another tab deletes everything. Rejects where the browser keeps nothing,
 * and where a deletion that cannot end is in the way.
 */
export async function openRows(onDeleted: () => void): Promise<Rows> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(ROWS, { keyPath: "id" });
  const opened = answered(opening);
  const database = await Promise.race([opened, pause(BLOCKED_MS_MAX)]);
  if (database !== undefined) return rowsOf(database, onDeleted);
  // Who comes late must not hold up the next deletion either.
  opened.then((late) => late.close()).catch(() => undefined);
  throw new DOMException("the database is being deleted", "TimeoutError");
}

function rowsOf(database: IDBDatabase, onDeleted: () => void): Rows {
  // Another tab panics: nothing of this one may hold the deletion up.
  database.onversionchange = () => {
    database.close();
    onDeleted();
  };
  const rows = () => database.transaction(ROWS, "readwrite").objectStore(ROWS);
  return {
    all: () => answered(database.transaction(ROWS).objectStore(ROWS).getAll() as IDBRequest<Row[]>),
    put: async (row) => void (await answered(rows().put(row))),
    delete: (id) => answered(rows().delete(id)),
    destroy: async () => {
      database.close();
      await Promise.race([answered(indexedDB.deleteDatabase(DATABASE)), pause(BLOCKED_MS_MAX)]);
    },
  };
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB refused"));
  });
}
