/**
 * What this phone keeps, sealed: entries by name, each under a key of its own, so that the key's
 * deletion is the entry's. What the browser refuses to keep (some private windows, a full phone)
 * lasts as long as the page.
 *
 *   put ─► look ─► key file ─► sealed row        remove ─► key file gone ─► row gone
 *            ▲                     │
 *            └─ another tab was first: its row stands, and the change is made to that
 *
 * The rows are what is true: a put begins an entry only where every row was seen, and changes one
 * only as it was seen. What another tab removes is removed here, too; after a panic, in whichever
 * tab, nothing is kept any more.
 *
 * Rules W35, W36, W71: docs/spec/march-page.md.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import { allOf } from "./all-of.ts";
import { type Entry, type Held, newLock, opened, rowOf } from "./entry.ts";
import { browserKeyFiles, type KeyFiles } from "./key-files.ts";
import { type OtherTabs, otherTabs } from "./other-tabs.ts";
import { isSame, openRows, type Row, type Rows } from "./rows.ts";
import { openKey } from "./seal.ts";

/**
 * What outlasts the page of what is here. `some`: the rest was refused, to be kept or to be read.
 * `undeleted`: something of what was removed is still there.
 */
export type Keeps = "all" | "some" | "nothing" | "undeleted";

/** What becomes of a value; before there is one: of `undefined`. Undefined: nothing is to be done. */
export type Change = (before: unknown) => unknown;

export interface VaultPorts {
  /** `onDeleted` hears that another tab deletes all rows. */
  readonly openRows: (onDeleted: () => void) => Promise<Rows>;
  /** Null: keys are kept with the rows. */
  readonly keyFiles: KeyFiles | null;
  readonly otherTabs: (onRemoved: (id: string) => void) => OtherTabs;
}

/** So often in a row another tab is first only where something is wrong: then it is not kept. */
const TRIES_MAX = 20;

export class Vault {
  readonly #keyFiles: KeyFiles | null;
  readonly #others: OtherTabs;
  readonly #keeps = signal<Keeps>("all");
  #rows: Rows | null = null;
  readonly #entries = new Map<string, Held>();
  /** All rows, as they were looked at last. */
  #seen = new Set<string>();
  /** Rows whose key the browser did not give, and whether it gave the rows. */
  readonly #unread = new Set<string>();
  #isBlind = false;
  /** What the browser refused to delete, by id. */
  readonly #undeleted = new Set<string>();
  readonly #listeners = new Set<(name: string | null) => void>();
  /** One after another: what was looked at is so until it is written. */
  #last: Promise<unknown> = Promise.resolve();
  #isDestroyed = false;

  private constructor(ports: VaultPorts) {
    this.#keyFiles = ports.keyFiles;
    this.#others = ports.otherTabs((id) => this.#removedElsewhere(id));
  }

  static async open(ports: VaultPorts = browserPorts()): Promise<Vault> {
    const vault = new Vault(ports);
    vault.#rows = await ports.openRows(() => vault.#destroyedElsewhere()).catch(() => null);
    await vault.look();
    return vault;
  }

  get keeps(): ReadonlySignal<Keeps> {
    return this.#keeps;
  }

  /**
   * Hears of each entry that another tab removes, by name, when what that tab had begun before is
   * known here; null: of all of them, in a panic.
   */
  onGone(listener: (name: string | null) => void): void {
    this.#listeners.add(listener);
  }

  get(name: string): Entry | null {
    return this.#entries.get(name) ?? null;
  }

  *all(): Iterable<readonly [name: string, entry: Entry]> {
    yield* this.#entries;
  }

  /**
   * Makes a change to what is kept under this name, by whichever tab; again, where another tab was
   * first. `keys` belong to the entry that it begins. Then tries again what was refused before.
   */
  put(name: string, change: Change, keys: CryptoKeyPair | null = null): Promise<void> {
    return this.#next(async () => {
      await this.#put(name, change, keys);
      if (this.#entries.get(name)?.isKept === true) await this.#catchUp();
    });
  }

  /** What other tabs have begun, changed and removed since. */
  look(): Promise<void> {
    return this.#next(async () => void (await this.#look()));
  }

  /** What the browser refuses to delete is deleted as soon as it lets go of it. */
  remove(name: string): Promise<void> {
    return this.#next(async () => {
      const entry = this.#entries.get(name);
      this.#entries.delete(name);
      if (entry === undefined || this.#isDestroyed) return;
      const { id } = entry.lock;
      if (entry.row !== null) await this.#drop(id);
      this.#others.tellRemoved(id);
    });
  }

  /** Panic: the keys, and the rows. Rejects, after all the rest, with what the browser refuses. */
  async destroy(): Promise<void> {
    this.#isDestroyed = true;
    this.#entries.clear();
    const none = Promise.resolve();
    await allOf([this.#keyFiles?.removeAll() ?? none, this.#rows?.destroy() ?? none]);
  }

  async #put(name: string, change: Change, keys: CryptoKeyPair | null): Promise<void> {
    const isKnown = this.#entries.has(name);
    let base: Held | undefined;
    let made: Held | undefined;
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const canKeep = await this.#look();
      const now = this.#entries.get(name);
      if (isKnown && now === undefined) return;
      if (made === undefined || now !== made) base = now;
      const value = change(base?.value);
      if (value === undefined) return;
      const lock = base?.lock ?? made?.lock ?? (await newLock(keys, this.#keyFiles !== null));
      const isGone = isKnown && !this.#entries.has(name);
      if (this.#isDestroyed || isGone) return;
      const own = base === undefined ? keys : base.keys;
      made = { value, keys: own, lock, row: base?.row ?? null, isKept: false };
      this.#entries.set(name, made);
      if (!canKeep || (await this.#keep(name, made))) return;
    }
  }

  async #catchUp(): Promise<void> {
    for (const [name, held] of this.#entries) {
      if (held.isKept || this.#isDestroyed) continue;
      await this.#keep(name, held);
      // Still refused: so would the rest be.
      if (this.#entries.get(name)?.isKept !== true) return;
    }
  }

  /** False: another tab was first. */
  async #keep(name: string, made: Held): Promise<boolean> {
    const { lock, row: former } = made;
    try {
      const row = await rowOf(made, name);
      const isFirst = await this.#store(row, made);
      if (isFirst) this.#seen.add(lock.id);
      // A panic came meanwhile: the key may have been made after all others were gone.
      const isOver = !isFirst || this.#isDestroyed;
      if (isOver && former === null) await this.#drop(lock.id);
      const kept = { ...made, row, isKept: true, lock: { ...lock, raw: null } };
      if (isFirst && this.#entries.get(name) === made) this.#entries.set(name, kept);
      return isFirst;
    } catch (error) {
      unlessRefused(error);
      // Nothing is left of what was not kept.
      if (former === null) await this.#drop(lock.id);
      return true;
    }
  }

  /** The key's file first: a row without one would be dropped when it is read. */
  async #store(row: Row, { lock, row: former }: Held): Promise<boolean> {
    if (this.#rows === null) throw new DOMException("nothing is kept", "NotSupportedError");
    if (former !== null) return this.#rows.replace(row, former);
    if (lock.raw !== null) await this.#keyFiles?.write(lock.id, lock.raw);
    return this.#rows.begin(row, this.#seen);
  }

  /** Reads what is not as it was. False: the browser does not say what it keeps. */
  async #look(): Promise<boolean> {
    for (const id of this.#undeleted) await this.#drop(id);
    const rows = (await this.#rows?.all().catch(unlessRefused)) ?? null;
    this.#isBlind = rows === null;
    if (rows === null || this.#isDestroyed) return false;
    this.#seen = new Set(rows.map(({ id }) => id));
    for (const id of this.#unread) if (!this.#seen.has(id)) this.#unread.delete(id);
    for (const row of rows) if (!this.#undeleted.has(row.id)) await this.#read(row);
    for (const [name, { row }] of this.#entries) {
      if (row !== null && !this.#seen.has(row.id)) this.#gone(name);
    }
    return !this.#isDestroyed;
  }

  /** What has lost its key is deleted; what cannot be opened was changed, and is deleted too. */
  async #read(row: Row): Promise<void> {
    const known = [...this.#entries.values()].find((held) => held.row?.id === row.id) ?? null;
    const former = known?.row ?? null;
    if (former !== null && isSame(former, row)) return;
    try {
      const key = known?.lock.key ?? (await this.#keyOf(row));
      this.#unread.delete(row.id);
      const [name, entry] = (key === null ? null : await opened(row, key, known)) ?? [null, null];
      if (this.#isDestroyed) return;
      if (name === null) await this.#drop(row.id);
      else await this.#take(name, entry);
    } catch (error) {
      unlessRefused(error);
      this.#unread.add(row.id);
    }
  }

  /** Of two rows of one name every tab lets the same one stand; what is not kept gives way. */
  async #take(name: string, entry: Held): Promise<void> {
    const other = this.#entries.get(name);
    const isOther = other !== undefined && other.row !== null && other.lock.id !== entry.lock.id;
    const isLess = isOther && other.lock.id < entry.lock.id;
    if (!isLess) this.#entries.set(name, entry);
    if (!isOther) return;
    const { id } = (isLess ? entry : other).lock;
    await this.#drop(id);
    this.#others.tellRemoved(id);
  }

  async #keyOf(row: Row): Promise<CryptoKey | null> {
    const raw = (await this.#keyFiles?.read(row.id)) ?? null;
    return raw === null ? row.key : openKey(raw);
  }

  /** One after the other, and both whatever becomes of the first. */
  async #drop(id: string): Promise<void> {
    this.#undeleted.add(id);
    const refused: unknown[] = [];
    const refuse = (error: unknown): void => {
      unlessRefused(error);
      refused.push(error);
    };
    await this.#keyFiles?.remove(id).catch(refuse);
    await this.#rows?.delete(id).catch(refuse);
    if (refused.length === 0) this.#undeleted.delete(id);
  }

  /** Another row may stand under its name. */
  #removedElsewhere(id: string): void {
    const held = [...this.#entries].find(([, { lock }]) => lock.id === id);
    if (held === undefined) return;
    const [name] = held;
    this.#entries.delete(name);
    void this.#next(async () => {
      await this.#look();
      if (!this.#isDestroyed && !this.#entries.has(name)) this.#gone(name);
    });
  }

  #gone(name: string): void {
    this.#entries.delete(name);
    for (const hears of this.#listeners) hears(name);
  }

  #destroyedElsewhere(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#entries.clear();
    for (const hears of this.#listeners) hears(null);
  }

  #next<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#last.then(run).finally(() => this.#tell());
    this.#last = done.catch(() => undefined);
    return done;
  }

  #tell(): void {
    if (this.#isDestroyed) return;
    const held = [...this.#entries.values()];
    const isAny = held.some(({ row }) => row !== null) || this.#unread.size > 0;
    const isAll = held.every(({ isKept }) => isKept) && this.#unread.size === 0 && !this.#isBlind;
    if (this.#undeleted.size > 0) this.#keeps.value = "undeleted";
    else if (isAll) this.#keeps.value = "all";
    else this.#keeps.value = isAny || (this.#isBlind && this.#rows !== null) ? "some" : "nothing";
  }
}

function browserPorts(): VaultPorts {
  return { openRows, keyFiles: browserKeyFiles(), otherTabs };
}

/** What the browser refuses is a DOMException; all else is a bug. */
function unlessRefused(error: unknown): undefined {
  if (!(error instanceof DOMException)) throw error;
}
