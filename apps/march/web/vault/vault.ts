/**
 * What this phone keeps, sealed: entries by name, each under a key of its own, so that the key's
 * deletion is the entry's. What the browser refuses to keep (some private windows, a full phone)
 * lasts as long as the page.
 *
 *   put ─► key file ─► sealed row        remove ─► key file gone ─► row gone
 *
 * What another tab begins is found before the same is begun here; what it removes is removed here,
 * too; after a panic, in whichever tab, nothing is kept any more.
 *
 * Rules W35, W36, W71: docs/spec/march-page.md.
 */
import { signal } from "@preact/signals";
import { allOf } from "./all-of.ts";
import { browserKeyFiles, type KeyFiles } from "./key-files.ts";
import { alone, type OtherTabs, otherTabs } from "./other-tabs.ts";
import { newId } from "./random.ts";
import { openRows, type Row, type Rows } from "./rows.ts";
import { newRawKey, openKey, openKeys, openText, type RawKey, sealKeys, sealText } from "./seal.ts";

export interface Entry {
  /** JSON. */
  readonly value: unknown;
  readonly keys: CryptoKeyPair | null;
}

interface Kept extends Entry {
  readonly row: Pick<Row, "id" | "keys" | "key">;
  readonly key: CryptoKey;
  /** The same key, while the browser has not kept it. */
  readonly unkept: RawKey | null;
}

export interface VaultPorts {
  /** `onDeleted` hears that another tab deletes all rows. */
  readonly openRows: (onDeleted: () => void) => Promise<Rows>;
  /** Null: keys are kept with the rows. */
  readonly keyFiles: KeyFiles | null;
  readonly otherTabs: (onRemoved: (id: string) => void) => OtherTabs;
  /** Runs while no other tab does; but one that hangs is not waited for. */
  readonly alone: (run: () => Promise<void>) => Promise<void>;
}

export class Vault {
  readonly #keyFiles: KeyFiles | null;
  readonly #others: OtherTabs;
  readonly #alone: VaultPorts["alone"];
  /** Whether what is kept outlasts the page, as far as the browser has shown. */
  readonly isLasting = signal(true);
  #rows: Rows | null = null;
  readonly #entries = new Map<string, Kept>();
  readonly #listeners = new Set<(name: string | null) => void>();
  /** One after another: two writes of an entry must not make two keys. */
  #last: Promise<unknown> = Promise.resolve();
  #isDestroyed = false;

  private constructor(ports: VaultPorts) {
    this.#keyFiles = ports.keyFiles;
    this.#alone = ports.alone;
    this.#others = ports.otherTabs((id) => this.#removedElsewhere(id));
  }

  static async open(ports: VaultPorts = browserPorts()): Promise<Vault> {
    const vault = new Vault(ports);
    const rows = await ports.openRows(() => vault.#destroyedElsewhere()).catch(() => null);
    vault.#rows = rows;
    await vault.#look();
    return vault;
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
    return this.#next(async () => {
      if (this.#isDestroyed) return;
      if (this.#entries.has(name)) return this.#put(name, value, keys);
      // Two tabs may begin the same at once: then one key would outlive the other's removal.
      await this.#alone(async () => {
        await this.#look();
        await this.#put(name, value, keys);
      });
    });
  }

  /** What other tabs have begun since. */
  look(): Promise<void> {
    return this.#next(() => this.#look());
  }

  remove(name: string): Promise<void> {
    return this.#next(async () => {
      const entry = this.#entries.get(name);
      this.#entries.delete(name);
      if (entry === undefined || this.#isDestroyed) return;
      if (entry.unkept === null) await this.#drop(entry.row);
      this.#others.tellRemoved(entry.row.id);
    });
  }

  /** Panic: the keys, and the rows. Rejects, after all the rest, with what the browser refuses. */
  async destroy(): Promise<void> {
    this.#isDestroyed = true;
    this.#entries.clear();
    const none = Promise.resolve();
    await allOf([this.#keyFiles?.removeAll() ?? none, this.#rows?.destroy() ?? none]);
  }

  async #put(name: string, value: unknown, keys: CryptoKeyPair | null): Promise<void> {
    const known = this.#entries.get(name);
    const { row, key, unkept } = await this.#rowFor(known, keys);
    const text = await sealText(key, JSON.stringify([name, value]));
    const isRemoved = known !== undefined && !this.#entries.has(name);
    if (!this.#isDestroyed && !isRemoved) {
      this.#entries.set(name, { value, keys, row, key, unkept });
      const isKept = await this.#store({ ...row, text }, unkept);
      const entry = this.#entries.get(name);
      if (isKept && entry !== undefined) this.#entries.set(name, { ...entry, unkept: null });
    }
    // A panic came meanwhile: the key may have been made after all others were gone.
    if (this.#isDestroyed) await this.#keyFiles?.remove(row.id);
  }

  /** The key's file first: a row without one would be dropped when it is read. */
  async #store(row: Row, unkept: RawKey | null): Promise<boolean> {
    if (this.#rows === null) return false;
    try {
      if (unkept !== null) await this.#keyFiles?.write(row.id, unkept);
      await this.#rows.put(row);
      return true;
    } catch (error) {
      this.#refused(error);
      return false;
    }
  }

  /** The browser keeps no more, or nothing: what is here lasts as long as the page. */
  #refused(error: unknown): void {
    if (!(error instanceof DOMException)) throw error;
    if (!this.#isDestroyed) this.isLasting.value = false;
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

  async #rowFor(
    known: Kept | undefined,
    keys: CryptoKeyPair | null,
  ): Promise<Pick<Kept, "row" | "key" | "unkept">> {
    // The keys are sealed before any key is kept: what cannot be sealed leaves nothing behind.
    if (known !== undefined) {
      if (keys === null || keys === known.keys) return known;
      return { ...known, row: { ...known.row, keys: await sealed(known.key, keys) } };
    }
    const raw = await newRawKey();
    const key = await openKey(raw);
    const row = { id: newId(), key: this.#keyFiles === null ? key : null };
    return { key, row: { ...row, keys: await sealed(key, keys) }, unkept: raw };
  }

  /** Reads the rows that are not known here. */
  async #look(): Promise<void> {
    try {
      if (this.#rows === null) throw new DOMException("nothing is kept", "NotSupportedError");
      const known = new Set([...this.#entries.values()].map(({ row }) => row.id));
      for (const row of await this.#rows.all()) if (!known.has(row.id)) await this.#read(row);
    } catch (error) {
      this.#refused(error);
    }
  }

  /** What has lost its key is deleted; what cannot be opened was changed, and is deleted too. */
  async #read(row: Row): Promise<void> {
    const raw = (await this.#keyFiles?.read(row.id)) ?? null;
    const key = raw === null ? row.key : await openKey(raw);
    const [name, entry] = (key === null ? null : await opened(key, row)) ?? [null, null];
    if (this.#isDestroyed) return;
    // Of two rows of one name, which a page of before may have made, one is enough.
    if (name === null || this.#entries.has(name)) await this.#drop(row);
    else this.#entries.set(name, entry);
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
  return { openRows, keyFiles: browserKeyFiles(), otherTabs, alone };
}

/** Null: it was changed. */
async function opened(key: CryptoKey, row: Row): Promise<readonly [string, Kept] | null> {
  try {
    const [name, value] = JSON.parse(await openText(key, row.text)) as [string, unknown];
    const { keys } = row;
    const own = keys === null ? null : await openKeys(key, keys.sealed, keys.publicKey);
    return [name, { value, keys: own, row, key, unkept: null }];
  } catch (error) {
    if (!(error instanceof DOMException) && !(error instanceof SyntaxError)) throw error;
    return null;
  }
}

async function sealed(key: CryptoKey, keys: CryptoKeyPair | null): Promise<Row["keys"]> {
  if (keys === null) return null;
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
  return { sealed: await sealKeys(key, keys), publicKey };
}
