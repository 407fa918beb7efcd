/** What runs in the page: the store as an application uses it, driven from the test. */
import { encode } from "cborg";
import {
  destroyIndexedDbStores,
  type IndexedDbStore,
  openIndexedDbStore,
} from "../../src/indexeddb/index.ts";
import type { Trouble } from "../../src/indexeddb/trouble.ts";
import { draftRecord } from "../../src/record.ts";
import { SLOT_MS } from "../../src/slot.ts";
import { STORE_CASES } from "../../src/store.contract.ts";
import type { Kept } from "../../src/store.ts";
import { keptOf } from "../kept.ts";
import { newIdentity, notes, places, START_MS } from "../place.ts";

export interface Look {
  readonly keys: readonly string[];
  /** The codes, in the order in which they were told. */
  readonly troubles: readonly string[];
  readonly closedMs: number;
}

class InPage {
  readonly #identity = newIdentity();
  readonly #kept = new Map<string, Kept>();
  #troubles: Trouble[] = [];
  #store: IndexedDbStore | null = null;

  /** `nowMs` stands for the clock of the device. */
  async open(name: string, nowMs: number): Promise<Look> {
    this.#troubles = [];
    this.#store = await openIndexedDbStore({
      name,
      models: [places, notes],
      clock: { now: () => nowMs },
      onTrouble: (trouble) => void this.#troubles.push(trouble),
    });
    return this.look();
  }

  look(): Look {
    const keys = [...this.#opened.all()].map(({ record }) => record.key).toSorted();
    return {
      keys,
      troubles: this.#troubles.map(({ code }) => code),
      closedMs: this.#opened.closedMs,
    };
  }

  /** Returns the bytes of the records. */
  async add(keys: readonly string[], expiresAt: number): Promise<readonly number[][]> {
    const identity = await this.#identity;
    const all = await Promise.all(keys.map((key) => keptOf(identity, key, expiresAt)));
    for (const kept of all) {
      this.#kept.set(kept.record.key, kept);
      this.#opened.add(kept);
    }
    return all.map(({ record }) => Array.from(record.bytes));
  }

  /** Adds as many records, over twenty slots from there. Nobody verifies what a store keeps. */
  async fill(count: number, fromMs: number): Promise<void> {
    const { author } = await this.#identity;
    for (let at = 0; at < count; at += 1) {
      const expiresAt = fromMs + (at % 20) * SLOT_MS;
      const value = { person: `person ${at}`, x: at };
      const stamp = { wallMs: START_MS, count: at, author };
      const header = { sequence: at + 1, stamp, model: "places", key: value.person, expiresAt };
      const { unsigned, ...draft } = draftRecord(header, encode(value));
      const bytes = new Uint8Array(unsigned.length + 64);
      bytes.set(unsigned);
      this.#opened.add({ record: { ...draft, bytes }, entry: { ...header, value } });
    }
  }

  remove(key: string): void {
    const kept = this.#kept.get(key);
    if (kept !== undefined) this.#opened.remove(kept);
  }

  flushed(): Promise<boolean> {
    return this.#opened.flushed();
  }

  closeSlots(nowMs: number): number {
    return this.#opened.close(nowMs).length;
  }

  shut(): Promise<void> {
    return this.#opened.shut();
  }

  /** Milliseconds that it took. */
  async destroy(name?: string): Promise<number> {
    const begun = performance.now();
    await destroyIndexedDbStores(name);
    return performance.now() - begun;
  }

  /** Writes until the page or the disk ends, and calls `told` with what is surely on the disk. */
  async writeOn(told: (keys: readonly string[]) => unknown, expiresAt: number): Promise<void> {
    for (let i = 0; ; i += 1) {
      const keys = Array.from({ length: 20 }, (_, at) => `w${i}-${at}`);
      await this.add(keys, expiresAt);
      if (!(await this.flushed())) return;
      await told(keys);
    }
  }

  /** Runs what every store passes, each case on a store of its own. Returns what failed. */
  async contract(): Promise<readonly string[]> {
    const identity = await this.#identity;
    const kept = (key: string, expiresAt: number) => keptOf(identity, key, expiresAt);
    const failed: string[] = [];
    for (const { name, run } of STORE_CASES) {
      await this.open(name, 0);
      const passed = await run({ store: this.#opened, kept }).then(
        () => "",
        (error: unknown) => String(error),
      );
      const isWritten = await this.flushed();
      if (passed !== "" || !isWritten)
        failed.push(`${name}: ${passed} ${this.look().troubles.join(" ")}`);
      await this.shut();
    }
    return failed;
  }

  get #opened(): IndexedDbStore {
    if (this.#store === null) throw new TypeError("open a store first");
    return this.#store;
  }
}

declare global {
  var inPage: InPage;
}
globalThis.inPage = new InPage();

export type { InPage };
