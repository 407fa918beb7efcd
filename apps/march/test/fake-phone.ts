/** What a phone keeps of the page, and the tabs that have it open: ports of the vault, in memory. */
import type { KeyFiles } from "../web/vault/key-files.ts";
import { isSame, type Row, type Rows } from "../web/vault/rows.ts";
import type { RawKey } from "../web/vault/seal.ts";
import { Vault, type VaultPorts } from "../web/vault/vault.ts";

/** Of the rows: `openRows`, `all`, `put`, `delete`, `destroy`; of the key files: the rest. */
export type Asked =
  | ("openRows" | "all" | "put" | "delete" | "destroy")
  | ("read" | "write" | "remove" | "removeAll");

export class FakePhone {
  readonly rows = new Map<string, Row>();
  readonly keys = new Map<string, RawKey>();
  /** Resolves before each key is written. */
  beforeKey: () => Promise<void> = () => Promise.resolve();
  /** What the browser refuses, by what was asked of it. */
  readonly refuses = new Map<Asked, DOMException>();
  /** The same, of one entry, by its id. */
  readonly refusesOf = new Map<string, Asked>();
  /** What tabs tell each other and have not heard yet; null: they hear at once. */
  untold: (() => void)[] | null = null;
  readonly #tabs = new Set<FakeTab>();

  openVault(): Promise<Vault> {
    return Vault.open(this.#newTab());
  }

  #newTab(): VaultPorts {
    const tab: FakeTab = { onDeleted: () => undefined, onRemoved: () => undefined, isOpen: true };
    this.#tabs.add(tab);
    return {
      openRows: async (onDeleted) => {
        this.#ask("openRows");
        tab.onDeleted = onDeleted;
        return this.#rowsOf(tab);
      },
      keyFiles: this.#keyFiles(),
      otherTabs: (onRemoved) => {
        tab.onRemoved = onRemoved;
        const tell = (id: string): void => this.#others(tab, (other) => other.onRemoved(id));
        return { tellRemoved: (id) => void (this.untold?.push(() => tell(id)) ?? tell(id)) };
      },
    };
  }

  #rowsOf(tab: FakeTab): Rows {
    const ask = (what: Asked, id?: string): void => {
      this.#ask(what, id);
      if (!tab.isOpen) throw new DOMException("closed", "InvalidStateError");
    };
    return {
      all: async () => {
        ask("all");
        return [...this.rows.values()];
      },
      begin: async (row, seen) => {
        ask("put", row.id);
        if (![...this.rows.keys()].every((id) => seen.has(id))) return false;
        this.rows.set(row.id, row);
        return true;
      },
      replace: async (row, former) => {
        ask("put", row.id);
        const now = this.rows.get(row.id);
        if (now === undefined || !isSame(now, former)) return false;
        this.rows.set(row.id, row);
        return true;
      },
      delete: async (id) => {
        ask("delete", id);
        this.rows.delete(id);
      },
      destroy: async () => {
        this.#ask("destroy");
        tab.isOpen = false;
        this.#others(tab, (other) => {
          other.isOpen = false;
          other.onDeleted();
        });
        this.rows.clear();
      },
    };
  }

  #keyFiles(): KeyFiles {
    return {
      read: async (id) => {
        this.#ask("read", id);
        return this.keys.get(id) ?? null;
      },
      write: async (id, key) => {
        this.#ask("write", id);
        await this.beforeKey();
        this.keys.set(id, key);
      },
      remove: async (id) => {
        this.#ask("remove", id);
        this.keys.delete(id);
      },
      removeAll: async () => {
        this.#ask("removeAll");
        this.keys.clear();
      },
    };
  }

  #ask(what: Asked, id = ""): void {
    const refusal = this.refuses.get(what);
    if (refusal !== undefined) throw refusal;
    if (this.refusesOf.get(id) === what) throw new DOMException("not this one", "UnknownError");
  }

  #others(tab: FakeTab, tell: (other: FakeTab) => void): void {
    for (const other of this.#tabs) if (other !== tab) tell(other);
  }
}

interface FakeTab {
  onDeleted: () => void;
  onRemoved: (id: string) => void;
  isOpen: boolean;
}
