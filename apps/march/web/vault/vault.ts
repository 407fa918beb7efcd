/**
 * What this phone keeps, sealed: entries by name, each under a key of its own, so that the key's
 * deletion is the entry's. Where the browser keeps nothing (some private windows), entries last as
 * long as the page.
 *
 *   put ─► key file ─► sealed row        remove ─► key file gone ─► row gone
 *
 * Rules W35, W36: docs/spec/march-page.md.
 */
import { hasKeyFiles, readKey, removeAllKeys, removeKey, writeKey } from "./key-files.ts";
import { newId } from "./random.ts";
import { type Row, Rows } from "./rows.ts";
import { newRawKey, openKey, openKeys, openText, sealKeys, sealText } from "./seal.ts";

export interface Entry {
  /** JSON. */
  readonly value: unknown;
  readonly keys: CryptoKeyPair | null;
}

interface Kept extends Entry {
  readonly row: Pick<Row, "id" | "keys" | "key">;
  readonly key: CryptoKey;
}

export class Vault {
  readonly #rows: Rows | null;
  readonly #entries = new Map<string, Kept>();
  /** One after another: two writes of an entry must not make two keys. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(rows: Rows | null) {
    this.#rows = rows;
  }

  static async open(): Promise<Vault> {
    const rows = await Rows.open().catch(() => null);
    const vault = new Vault(rows);
    for (const row of (await rows?.all()) ?? []) await vault.#read(row);
    return vault;
  }

  /** Whether what is kept outlasts the page. */
  get isLasting(): boolean {
    return this.#rows !== null;
  }

  get(name: string): Entry | null {
    return this.#entries.get(name) ?? null;
  }

  *all(): Iterable<readonly [name: string, entry: Entry]> {
    yield* this.#entries;
  }

  /** `keys` belong to the entry from its first put on. */
  put(name: string, value: unknown, keys: CryptoKeyPair | null = null): Promise<void> {
    return this.#next(() => this.#put(name, value, keys));
  }

  remove(name: string): Promise<void> {
    return this.#next(async () => {
      const entry = this.#entries.get(name);
      this.#entries.delete(name);
      if (entry !== undefined) await this.#drop(entry.row);
    });
  }

  /** Panic: the keys, then the rows. Rejects when the browser refuses. */
  async destroy(): Promise<void> {
    this.#entries.clear();
    if (hasKeyFiles()) await removeAllKeys();
    await this.#rows?.destroy();
  }

  async #put(name: string, value: unknown, keys: CryptoKeyPair | null): Promise<void> {
    const { row, key } = this.#entries.get(name) ?? (await this.#begin(keys));
    this.#entries.set(name, { value, keys, row, key });
    const text = await sealText(key, JSON.stringify([name, value]));
    await this.#rows?.put({ ...row, text });
  }

  async #begin(keys: CryptoKeyPair | null): Promise<Pick<Kept, "row" | "key">> {
    const id = newId();
    const raw = await newRawKey();
    const key = await openKey(raw);
    const hasFiles = hasKeyFiles();
    if (hasFiles && this.#rows !== null) await writeKey(id, raw);
    return { key, row: { id, key: hasFiles ? null : key, keys: await sealed(key, keys) } };
  }

  /** What has lost its key is deleted; what cannot be opened was changed, and is deleted too. */
  async #read(row: Row): Promise<void> {
    try {
      const raw = hasKeyFiles() ? await readKey(row.id) : null;
      const key = raw === null ? row.key : await openKey(raw);
      if (key === null) return await this.#drop(row);
      const [name, value] = JSON.parse(await openText(key, row.text)) as [string, unknown];
      const { keys } = row;
      const opened = keys === null ? null : await openKeys(key, keys.sealed, keys.publicKey);
      this.#entries.set(name, { value, keys: opened, row, key });
    } catch (error) {
      if (!(error instanceof DOMException) && !(error instanceof SyntaxError)) throw error;
      await this.#drop(row);
    }
  }

  async #drop({ id }: Pick<Row, "id">): Promise<void> {
    if (hasKeyFiles()) await removeKey(id);
    await this.#rows?.delete(id);
  }

  #next<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#last.then(run);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

async function sealed(key: CryptoKey, keys: CryptoKeyPair | null): Promise<Row["keys"]> {
  if (keys === null) return null;
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
  return { sealed: await sealKeys(key, keys), publicKey };
}
