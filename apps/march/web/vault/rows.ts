/** Adapter of IndexedDB: the sealed entries, by an id that says nothing. */
import type { Sealed } from "./seal.ts";

export interface Row {
  readonly id: string;
  readonly text: Sealed;
  /** The private key that belongs to it, and its public one. */
  readonly keys: { readonly sealed: Sealed; readonly publicKey: Uint8Array<ArrayBuffer> } | null;
  /** Only where the browser has no private files: then a deletion may leave it on the disk. */
  readonly key: CryptoKey | null;
}

const DATABASE = "march-vault";
const ROWS = "rows";

export class Rows {
  readonly #database: IDBDatabase;

  private constructor(database: IDBDatabase) {
    this.#database = database;
    // Another tab panics: nothing of this one may hold the deletion up.
    database.onversionchange = () => database.close();
  }

  static async open(): Promise<Rows> {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(ROWS, { keyPath: "id" });
    return new Rows(await answered(opening));
  }

  all(): Promise<Row[]> {
    const store = this.#database.transaction(ROWS).objectStore(ROWS);
    return answered(store.getAll() as IDBRequest<Row[]>);
  }

  async put(row: Row): Promise<void> {
    await answered(this.#store().put(row));
  }

  async delete(id: string): Promise<void> {
    await answered(this.#store().delete(id));
  }

  async destroy(): Promise<void> {
    this.#database.close();
    await answered(indexedDB.deleteDatabase(DATABASE));
  }

  #store(): IDBObjectStore {
    return this.#database.transaction(ROWS, "readwrite").objectStore(ROWS);
  }
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB refused"));
  });
}
