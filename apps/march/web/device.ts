/**
 * Adapter of IndexedDB: what this phone keeps of each march. Where the browser keeps nothing
 * (some private windows), it lasts as long as the page.
 */
import { type KeptMarch, longEnded } from "./kept-march.ts";

const DATABASE = "muster-march";
const MARCHES = "marches";

export class Device {
  readonly #database: IDBDatabase | null;
  readonly #marches: Map<string, KeptMarch>;

  private constructor(database: IDBDatabase | null, marches: readonly KeptMarch[]) {
    this.#database = database;
    this.#marches = new Map(marches.map((march) => [march.id, march]));
  }

  /** Opens what is kept, and deletes the marches that ended long ago. */
  static async open(nowMs: number): Promise<Device> {
    const database = await openDatabase().catch(() => null);
    const marches = database === null ? [] : await readAll(database);
    const device = new Device(database, marches);
    for (const march of longEnded(marches, nowMs)) await device.forget(march.id);
    return device;
  }

  all(): readonly KeptMarch[] {
    return [...this.#marches.values()];
  }

  find(id: string): KeptMarch | null {
    return this.#marches.get(id) ?? null;
  }

  async keep(march: KeptMarch): Promise<void> {
    this.#marches.set(march.id, march);
    await this.#write((store) => store.put(march));
  }

  async forget(id: string): Promise<void> {
    this.#marches.delete(id);
    await this.#write((store) => store.delete(id));
  }

  async #write(run: (store: IDBObjectStore) => IDBRequest): Promise<void> {
    if (this.#database === null) return;
    const transaction = this.#database.transaction(MARCHES, "readwrite");
    await answered(run(transaction.objectStore(MARCHES)));
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(MARCHES, { keyPath: "id" });
  return answered(opening);
}

function readAll(database: IDBDatabase): Promise<KeptMarch[]> {
  const store = database.transaction(MARCHES).objectStore(MARCHES);
  return answered(store.getAll() as IDBRequest<KeptMarch[]>);
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB refused"));
  });
}
