/**
 * What this phone keeps, sealed: entries by name, each under a key of its own, so that the key's
 * deletion is the entry's. Where the browser keeps nothing (some private windows), entries last as
 * long as the page.
 *
 *   put ─► key file ─► sealed row        remove ─► key file gone ─► row gone
 *
 * What another tab removes is removed here, too; after a panic, in whichever tab, nothing is kept
 * any more.
 *
 * Rules W35, W36, W71: docs/spec/march-page.md.
 */
import { browserKeyFiles, type KeyFiles } from "./key-files.ts";
import { type OtherTabs, otherTabs } from "./other-tabs.ts";
import { newId } from "./random.ts";
import { openRows, type Row, type Rows } from "./rows.ts";
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

export interface VaultPorts {
  /** `onDeleted` hears that another tab deletes all rows. */
  readonly openRows: (onDeleted: () => void) => Promise<Rows>;
  /** Null: keys are kept with the rows. */
  readonly keyFiles: KeyFiles | null;
  readonly otherTabs: (onRemoved: (id: string) => void) => OtherTabs;
}

export class Vault {
  readonly #keyFiles: KeyFiles | null;
  readonly #others: OtherTabs;
  #rows: Rows | null = null;
  readonly #entries = new Map<string, Kept>();
  readonly #listeners = new Set<(name: string | null) => void>();
  /** One after another: two writes of an entry must not make two keys. */
  #last: Promise<unknown> = Promise.resolve();
  #isDestroyed = false;

  private constructor(ports: VaultPorts) {
    this.#keyFiles = ports.keyFiles;
    this.#others = ports.otherTabs((id) => this.#removedElsewhere(id));
  }

  static async open(ports: VaultPorts = browserPorts()): Promise<Vault> {
    const vault = new Vault(ports);
    const rows = await ports.openRows(() => vault.#destroyedElsewhere()).catch(() => null);
    vault.#rows = rows;
    for (const row of (await rows?.all()) ?? []) await vault.#read(row);
    return vault;
  }

  /** Whether what is kept outlasts the page. */
  get isLasting(): boolean {
    return this.#rows !== null;
  }

  /** Hears of each entry that another tab removes, by name; null: of all of them, in a panic. */
  onGone(listener: (name: string | null) => void): void {
    this.#listeners.add(listener);
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
      if (entry === undefined || this.#isDestroyed) return;
      await this.#drop(entry.row);
      this.#others.tellRemoved(entry.row.id);
    });
  }

  /** Panic: the keys, then the rows. Rejects when the browser refuses. */
  async destroy(): Promise<void> {
    this.#isDestroyed = true;
    this.#entries.clear();
    await this.#keyFiles?.removeAll();
    await this.#rows?.destroy();
  }

  async #put(name: string, value: unknown, keys: CryptoKeyPair | null): Promise<void> {
    if (this.#isDestroyed) return;
    const known = this.#entries.get(name);
    const { row, key } = known ?? (await this.#begin(keys));
    const text = await sealText(key, JSON.stringify([name, value]));
    const isRemoved = known !== undefined && !this.#entries.has(name);
    if (!this.#isDestroyed && !isRemoved) {
      this.#entries.set(name, { value, keys, row, key });
      await this.#rows
        ?.put({ ...row, text })
        .catch((error: unknown) => this.#unlessDestroyed(error));
    }
    // A panic came meanwhile: the key may have been made after all others were gone.
    if (this.#isDestroyed) await this.#keyFiles?.remove(row.id);
  }

  #unlessDestroyed(error: unknown): void {
    if (!this.#isDestroyed) throw error;
  }

  #removedElsewhere(id: string): void {
    for (const [name, { row }] of this.#entries) {
      if (row.id !== id) continue;
      this.#entries.delete(name);
      for (const hears of this.#listeners) hears(name);
    }
  }

  #destroyedElsewhere(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#entries.clear();
    for (const hears of this.#listeners) hears(null);
  }

  async #begin(keys: CryptoKeyPair | null): Promise<Pick<Kept, "row" | "key">> {
    const id = newId();
    const raw = await newRawKey();
    const key = await openKey(raw);
    const files = this.#keyFiles;
    if (this.#rows !== null) await files?.write(id, raw);
    return { key, row: { id, key: files === null ? key : null, keys: await sealed(key, keys) } };
  }

  /** What has lost its key is deleted; what cannot be opened was changed, and is deleted too. */
  async #read(row: Row): Promise<void> {
    try {
      const raw = (await this.#keyFiles?.read(row.id)) ?? null;
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
    await this.#keyFiles?.remove(id);
    await this.#rows?.delete(id);
  }

  #next<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#last.then(run);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function browserPorts(): VaultPorts {
  return { openRows, keyFiles: browserKeyFiles(), otherTabs };
}

async function sealed(key: CryptoKey, keys: CryptoKeyPair | null): Promise<Row["keys"]> {
  if (keys === null) return null;
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
  return { sealed: await sealKeys(key, keys), publicKey };
}
