/** What a phone keeps of the page, and the tabs that have it open: ports of the vault, in memory. */
import type { KeyFiles } from "../web/vault/key-files.ts";
import type { Row } from "../web/vault/rows.ts";
import type { RawKey } from "../web/vault/seal.ts";
import { Vault, type VaultPorts } from "../web/vault/vault.ts";

export class FakePhone {
  readonly rows = new Map<string, Row>();
  readonly keys = new Map<string, RawKey>();
  /** Resolves before each key is written. */
  beforeKey: () => Promise<void> = () => Promise.resolve();
  /** What the browser refuses, by what was asked: `openRows`, `read`, `write`, `put`, `removeAll`. */
  readonly refuses = new Map<string, DOMException>();
  /** Of all tabs: whoever wants to be alone waits for it. */
  #last: Promise<void> = Promise.resolve();
  readonly #tabs = new Set<FakeTab>();

  openVault(): Promise<Vault> {
    return Vault.open(this.#newTab());
  }

  #newTab(): VaultPorts {
    const tab: FakeTab = { onDeleted: () => undefined, onRemoved: () => undefined, isOpen: true };
    this.#tabs.add(tab);
    return {
      alone: (run) => this.#alone(run),
      openRows: async (onDeleted) => {
        this.#ask("openRows");
        tab.onDeleted = onDeleted;
        return this.#rowsOf(tab);
      },
      keyFiles: this.#keyFiles(),
      otherTabs: (onRemoved) => {
        tab.onRemoved = onRemoved;
        return { tellRemoved: (id) => this.#others(tab, (other) => other.onRemoved(id)) };
      },
    };
  }

  #rowsOf(tab: FakeTab) {
    return {
      all: async () => [...this.rows.values()],
      put: async (row: Row) => {
        this.#ask("put");
        if (!tab.isOpen) throw new DOMException("closed", "InvalidStateError");
        this.rows.set(row.id, row);
      },
      delete: async (id: string) => void this.rows.delete(id),
      destroy: async () => {
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
        this.#ask("read");
        return this.keys.get(id) ?? null;
      },
      write: async (id, key) => {
        this.#ask("write");
        await this.beforeKey();
        this.keys.set(id, key);
      },
      remove: async (id) => void this.keys.delete(id),
      removeAll: async () => {
        this.#ask("removeAll");
        this.keys.clear();
      },
    };
  }

  #ask(what: string): void {
    const refusal = this.refuses.get(what);
    if (refusal !== undefined) throw refusal;
  }

  #alone(run: () => Promise<void>): Promise<void> {
    const done = this.#last.then(run);
    this.#last = done.catch(() => undefined);
    return done;
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
