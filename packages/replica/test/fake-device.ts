/**
 * A device in memory, as unkind as a real one: it keeps every row that was ever written, for who
 * looks at the bytes of the disk later, and it fails or ends at a chosen step.
 */
import type { Batch, Claim, Device, Row, Rows, StoreId } from "../src/indexeddb/device.ts";
import { hex } from "../src/indexeddb/hex.ts";

/** What every tab, and every later run of the browser, finds. */
export class FakeFlash {
  readonly rings = new Map<StoreId, Uint8Array | null>();
  readonly tables = new Map<StoreId, Map<string, Row>>();
  /** Deleted rows stay on a disk. */
  readonly everWritten: Row[] = [];
  /** What was done to it, in order. */
  readonly steps: string[] = [];
}

export class FakeDevice implements Device {
  readonly flash: FakeFlash;
  readonly #claims: Set<StoreId>;
  readonly #closers: Map<StoreId, Set<() => void>>;
  /** Called before each step that changes the disk; what it throws is the step's failure. */
  before: (step: string) => unknown = () => undefined;
  /** Steps that are still taken before the browser is killed. */
  stepsLeft = Number.POSITIVE_INFINITY;

  /** A new run of the browser; `sibling`: another tab of it. */
  constructor(flash = new FakeFlash(), sibling?: FakeDevice) {
    this.flash = flash;
    this.#claims = sibling === undefined ? new Set<StoreId>() : sibling.#claims;
    this.#closers = sibling === undefined ? new Map<StoreId, Set<() => void>>() : sibling.#closers;
  }

  async ids(): Promise<readonly StoreId[]> {
    await Promise.resolve();
    return [...this.flash.rings.keys()];
  }

  async orphans(): Promise<readonly StoreId[]> {
    await Promise.resolve();
    return [...this.flash.tables.keys()].filter((id) => !this.flash.rings.has(id));
  }

  async claim(id: StoreId): Promise<Claim | null> {
    await Promise.resolve();
    if (this.#claims.has(id)) return null;
    this.#claims.add(id);
    return { release: () => void this.#claims.delete(id) };
  }

  async create(id: StoreId): Promise<void> {
    await this.#step("create");
    this.flash.rings.set(id, null);
  }

  async readRing(id: StoreId): Promise<Uint8Array | null> {
    await Promise.resolve();
    return this.#ring(id)?.slice() ?? null;
  }

  async writeRing(id: StoreId, bytes: Uint8Array): Promise<void> {
    const copy = bytes.slice();
    await this.#step("ring");
    this.#ring(id);
    this.flash.rings.set(id, copy);
  }

  async openRows(id: StoreId, onClosed: () => void): Promise<Rows> {
    await Promise.resolve();
    const table = this.flash.tables.get(id) ?? new Map<string, Row>();
    this.flash.tables.set(id, table);
    const closers = this.#closers.get(id) ?? new Set();
    this.#closers.set(id, closers.add(onClosed));
    return {
      all: () => Promise.resolve([...table.values()]),
      commit: async (batch) => {
        await this.#step("commit");
        if (!closers.has(onClosed)) throw new DOMException("closed", "InvalidStateError");
        this.#commit(table, batch);
      },
      close: () => void closers.delete(onClosed),
    };
  }

  async removeKeys(id: StoreId): Promise<void> {
    await this.#step("removeKeys");
    this.flash.rings.delete(id);
  }

  async removeRows(id: StoreId): Promise<void> {
    await this.#step("removeRows");
    this.flash.tables.delete(id);
    const closers = [...(this.#closers.get(id) ?? [])];
    this.#closers.get(id)?.clear();
    for (const closed of closers) closed();
  }

  #commit(table: Map<string, Row>, { put, drop, dropSlots }: Batch): void {
    const slots = new Set(dropSlots.map(hex));
    for (const id of drop) table.delete(hex(id));
    for (const name of table.keys()) if (slots.has(name.slice(0, 16))) table.delete(name);
    for (const row of put) {
      table.set(hex(row.id), row);
      this.flash.everWritten.push(row);
    }
  }

  #ring(id: StoreId): Uint8Array | null {
    const ring = this.flash.rings.get(id);
    if (ring === undefined) throw new DOMException("no such store", "NotFoundError");
    return ring;
  }

  async #step(name: string): Promise<void> {
    await this.before(name);
    this.stepsLeft -= 1;
    // A killed browser answers nothing any more.
    if (this.stepsLeft < 0) await new Promise<never>(() => undefined);
    this.flash.steps.push(name);
  }
}
