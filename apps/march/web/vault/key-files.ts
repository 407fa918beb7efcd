/**
 * Adapter of the origin private file system: one file with the key of each entry. Why a file:
 * what is deleted from IndexedDB stays readable in Chromium's profile, a `CryptoKey` with its
 * bytes; a file that is removed is gone at once. See docs/decisions/0010-keys-in-a-file.md.
 */
import { pause } from "../clock.ts";
import { allOf } from "./all-of.ts";
import type { RawKey } from "./seal.ts";

const FOLDER = "march-keys";
/** A write of another tab takes milliseconds; a tab that hangs in one is not waited for longer. */
const REMOVE_TRIES_MAX = 100;
const REMOVE_PAUSE_MS = 20;

/** A file for the key of each entry, by the entry's id. A port; the browser's is the adapter. */
export interface KeyFiles {
  /** Null: it was removed, or never was. */
  read(id: string): Promise<RawKey | null>;
  write(id: string, key: RawKey): Promise<void>;
  remove(id: string): Promise<void>;
  removeAll(): Promise<void>;
}

/** Null: this browser has no private files. */
export function browserKeyFiles(): KeyFiles | null {
  const has =
    "storage" in navigator &&
    "getDirectory" in navigator.storage &&
    "FileSystemFileHandle" in globalThis &&
    "createWritable" in FileSystemFileHandle.prototype;
  return has ? { read, write, remove, removeAll } : null;
}

async function read(id: string): Promise<RawKey | null> {
  const handle = await (await folder()).getFileHandle(id).catch(unlessGone);
  if (handle === undefined) return null;
  const file = await handle.getFile();
  return file.size === 0 ? null : new Uint8Array(await file.arrayBuffer());
}

/** A new file each time: a key is never changed, so that a kill leaves no half of one. */
async function write(id: string, key: RawKey): Promise<void> {
  const handle = await (await folder()).getFileHandle(id, { create: true });
  const writing = await handle.createWritable();
  try {
    await writing.write(key);
    await writing.close();
  } catch (error) {
    // What stays open holds up the deletion of all.
    await writing.abort().catch(() => undefined);
    throw error;
  }
}

async function remove(id: string): Promise<void> {
  await (await folder()).removeEntry(id).catch(unlessGone);
}

/** One by one: a file that is being written would keep the whole folder. */
async function removeAll(): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await removeEach();
    } catch (error) {
      if (tries === REMOVE_TRIES_MAX) throw error;
    }
    await pause(REMOVE_PAUSE_MS);
  }
}

/** What is left of a write that was killed goes too. */
async function removeEach(): Promise<void> {
  const keys = await folder();
  const names: string[] = [];
  for await (const name of keys.keys()) names.push(name);
  await allOf(names.map((name) => keys.removeEntry(name).catch(unlessGone)));
  const root = await navigator.storage.getDirectory();
  await root.removeEntry(FOLDER, { recursive: true }).catch(unlessGone);
}

async function folder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(FOLDER, { create: true });
}

function unlessGone(error: unknown): undefined {
  if (!(error instanceof DOMException && error.name === "NotFoundError")) throw error;
}
