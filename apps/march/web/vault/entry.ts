/**
 * An entry of the vault as the page has it, and as a row of it lies on the disk: sealed under a key
 * of its own.
 *
 * Rules W20, W35: docs/spec/march-page.md.
 */
import { newId } from "./random.ts";
import type { Row } from "./rows.ts";
import { newRawKey, openKey, openKeys, openText, type RawKey, sealKeys, sealText } from "./seal.ts";

export interface Entry {
  /** JSON. */
  readonly value: unknown;
  readonly keys: CryptoKeyPair | null;
}

export interface Held extends Entry {
  readonly lock: Lock;
  /** As it lies on the disk, as far as this tab has seen; null: it was never kept. */
  readonly row: Row | null;
  /** Whether the row holds this value. */
  readonly isKept: boolean;
}

/** What an entry is sealed with, from its first row to its last. */
export interface Lock {
  /** Of the row, and of the key's file. */
  readonly id: string;
  readonly key: CryptoKey;
  /** The same key, while the browser has not kept it. */
  readonly raw: RawKey | null;
  /** The same key, where the browser has no file for it. */
  readonly keyInRow: CryptoKey | null;
  readonly keys: Row["keys"];
}

/** What cannot be sealed leaves nothing behind: `keys` are, before any key is kept. */
export async function newLock(keys: CryptoKeyPair | null, hasFile: boolean): Promise<Lock> {
  const raw = await newRawKey();
  const key = await openKey(raw);
  const own = keys === null ? null : await sealed(key, keys);
  return { id: newId(), key, raw, keyInRow: hasFile ? null : key, keys: own };
}

export async function rowOf({ lock, value }: Held, name: string): Promise<Row> {
  const { id, key, keyInRow, keys } = lock;
  return { id, text: await sealText(key, JSON.stringify([name, value])), keys, key: keyInRow };
}

/** Null: it was changed. `former` is the same entry as it was read before. */
export async function opened(
  row: Row,
  key: CryptoKey,
  former: Held | null,
): Promise<readonly [name: string, entry: Held] | null> {
  try {
    const [name, value] = JSON.parse(await openText(key, row.text)) as [string, unknown];
    const keys = former === null ? await keysIn(row, key) : former.keys;
    const lock = { id: row.id, key, raw: null, keyInRow: row.key, keys: row.keys };
    return [name, { value, keys, lock, row, isKept: true }];
  } catch (error) {
    if (!(error instanceof DOMException) && !(error instanceof SyntaxError)) throw error;
    return null;
  }
}

async function keysIn({ keys }: Row, key: CryptoKey): Promise<CryptoKeyPair | null> {
  return keys === null ? null : openKeys(key, keys.sealed, keys.publicKey);
}

async function sealed(key: CryptoKey, keys: CryptoKeyPair): Promise<Row["keys"]> {
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
  return { sealed: await sealKeys(key, keys), publicKey };
}
