/**
 * Adapter of IndexedDB: the rows of one store, in a database of their own. Its name is random and
 * its one table has no other, so that both say nothing.
 */
import type { Batch, Row, Rows, StoreId } from "./device.ts";
import { ROW_ID_BYTES, SLOT_ID_BYTES } from "./sizes.ts";

const PREFIX = "muster-replica-";
const ROWS = "rows";
/** Another tab closes what is to be deleted when it hears of it; one that hangs is not waited for. */
const BLOCKED_MS_MAX = 2_000;

export async function openRows(id: StoreId, onClosed: () => void): Promise<Rows> {
  const opening = indexedDB.open(PREFIX + id, 1);
  opening.onupgradeneeded = () => void opening.result.createObjectStore(ROWS);
  const database = await answered(opening);
  database.onversionchange = () => {
    database.close();
    onClosed();
  };
  database.onclose = onClosed;
  return {
    all: () => allOf(database),
    commit: (batch) => commit(database, batch),
    close: () => database.close(),
  };
}

/** Resolves when it is deleted, or will be as soon as the last tab that hangs is closed. */
export async function removeRows(id: StoreId, pause: (ms: number) => Promise<void>): Promise<void> {
  const deleting = indexedDB.deleteDatabase(PREFIX + id);
  const blocked = new Promise<void>((resolve, reject) => {
    deleting.onblocked = () => void pause(BLOCKED_MS_MAX).then(resolve, reject);
  });
  await Promise.race([answered(deleting), blocked]);
}

/** Those of stores that have lost their keys while nobody could delete them. */
export async function orphans(ids: ReadonlySet<StoreId>): Promise<readonly StoreId[]> {
  const databases = await indexedDB.databases();
  return databases
    .flatMap(({ name }) => (name?.startsWith(PREFIX) === true ? [name.slice(PREFIX.length)] : []))
    .filter((id) => !ids.has(id));
}

async function allOf(database: IDBDatabase): Promise<readonly Row[]> {
  const table = database.transaction(ROWS).objectStore(ROWS);
  const [ids, sealed] = await Promise.all([
    answered(table.getAllKeys()),
    answered(table.getAll() as IDBRequest<unknown[]>),
  ]);
  return ids.flatMap((id, at) => {
    const bytes = sealed[at];
    // What is of another form was not written here: its row opens nothing, and is dropped.
    return id instanceof ArrayBuffer && id.byteLength === ROW_ID_BYTES
      ? [{ id: new Uint8Array(id), sealed: bytes instanceof Uint8Array ? bytes : new Uint8Array() }]
      : [];
  });
}

async function commit(database: IDBDatabase, { put, drop, dropSlots }: Batch): Promise<void> {
  const writing = database.transaction(ROWS, "readwrite", { durability: "relaxed" });
  const table = writing.objectStore(ROWS);
  for (const { id, sealed } of put) table.put(sealed, owned(id));
  for (const id of drop) table.delete(owned(id));
  for (const slot of dropSlots) table.delete(rowsOf(slot));
  await new Promise<void>((resolve, reject) => {
    writing.oncomplete = () => resolve();
    writing.onabort = () =>
      reject(writing.error ?? new DOMException("the write was ended", "AbortError"));
  });
}

function rowsOf(slot: Uint8Array): IDBKeyRange {
  const [first, last] = [new Uint8Array(ROW_ID_BYTES), new Uint8Array(ROW_ID_BYTES).fill(255)];
  first.set(slot.subarray(0, SLOT_ID_BYTES));
  last.set(slot.subarray(0, SLOT_ID_BYTES));
  return IDBKeyRange.bound(first, last);
}

function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB refused"));
  });
}
