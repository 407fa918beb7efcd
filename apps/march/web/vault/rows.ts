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
  /** False, and nothing is done, where there is a row that is not among `seen`: look at it first. */
  begin(row: Row, seen: ReadonlySet<string>): Promise<boolean>;
  /** False, and nothing is done, where `former` is changed or gone: another tab was first. */
  replace(row: Row, former: Row): Promise<boolean>;
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
  const change = async <T>(run: (rows: IDBObjectStore) => Promise<T>): Promise<T> => {
    const transaction = database.transaction(ROWS, "readwrite");
    return settled(transaction, run(transaction.objectStore(ROWS)));
  };
  return {
    all: async () => answered(database.transaction(ROWS).objectStore(ROWS).getAll()),
    begin: (row, seen) =>
      change(async (rows) => {
        const ids = (await answered(rows.getAllKeys())) as string[];
        if (!ids.every((id) => seen.has(id))) return false;
        await answered(rows.add(row));
        return true;
      }),
    replace: (row, former) =>
      change(async (rows) => {
        const now = (await answered(rows.get(row.id))) as Row | undefined;
        if (now === undefined || !isSame(now, former)) return false;
        await answered(rows.put(row));
        return true;
      }),
    delete: (id) => change((rows) => answered(rows.delete(id))),
    destroy: async () => {
      database.close();
      await Promise.race([answered(indexedDB.deleteDatabase(DATABASE)), pause(BLOCKED_MS_MAX)]);
    },
  };
}

/** What `work` says, once it is on the disk: a full one may refuse only then. */
async function settled<T>(transaction: IDBTransaction, work: Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  transaction.oncomplete = () => resolve();
  transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
  return (await Promise.all([work, promise]))[0];
}

/** Each sealing has an iv of its own. */
export function isSame(one: Row, other: Row): boolean {
  const { iv } = other.text;
  return one.text.iv.every((byte, at) => byte === iv[at]);
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB refused"));
  });
}
