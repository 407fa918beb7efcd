/**
 * TinyBase as its documentation says: mergeable stores, whose synchronizers exchange hashes before
 * contents, here as the JSON that its WebSocket synchronizer sends. Its mergeable content is kept.
 */

import {
  type Flip,
  flipped,
  NOTE,
  type Shelf,
  type Subject,
  shownAfter,
  type Texts,
} from "../subject.ts";
import type { Load } from "./load.ts";

interface Store {
  setCell(table: string, row: string, cell: string, value: string): Store;
  delRow(table: string, row: string): Store;
  getTables(): unknown;
  merge(other: Store): Store;
  getMergeableContent(): unknown;
  applyMergeableChanges(changes: unknown): Store;
}

interface Synchronizer {
  startSync(): Promise<unknown>;
  destroy(): Promise<unknown>;
}

type Sent = readonly [requestId: string | null, message: number, body: unknown];
type Receive = (from: string, ...message: Sent) => void;

interface TinyBase {
  createMergeableStore(): Store;
}

interface Synchronizers {
  createCustomSynchronizer(
    store: Store,
    send: (to: string | null, ...message: Sent) => void,
    ...more: readonly [(receive: Receive) => void, () => void, number]
  ): Synchronizer;
}

const REQUEST_SECONDS_MAX = 5;
const text = new TextEncoder();

export class TinyBaseSubject implements Subject {
  readonly #tinybase: TinyBase & Synchronizers;

  constructor(tinybase: TinyBase & Synchronizers) {
    this.#tinybase = tinybase;
  }

  static async open(load: Load): Promise<Subject> {
    const base = await load<TinyBase>("tinybase");
    return new TinyBaseSubject({
      ...base,
      ...(await load<Synchronizers>("tinybase/synchronizers")),
    });
  }

  async reconnect(authors: number) {
    const [one, other] = [this.#store(), this.#store()];
    for (let author = 0; author < authors; author += 1) {
      one.applyMergeableChanges(this.#storeWith(`note ${author}`).getMergeableContent());
    }
    other.merge(one);
    return { main: await this.#meet(one, other) };
  }

  async trial() {
    const base = this.#storeWith("first").getMergeableContent();
    const update = text.encode(JSON.stringify(this.#storeWith("second").getMergeableContent()));
    const shows = async (flip: Flip | null) => {
      const store = this.#store().applyMergeableChanges(base);
      const attempt = () => {
        // As a WebSocket, which takes no text that is not UTF-8.
        const arrived = new TextDecoder("utf-8", { fatal: true }).decode(flipped(update, flip));
        store.applyMergeableChanges(JSON.parse(arrived));
      };
      return shownAfter(attempt, () => store.getTables());
    };
    const before = JSON.stringify({ notes: { first: { text: NOTE } } });
    return { main: { bytes: update.length, before, shows } };
  }

  async forget({ gone, stays }: Texts) {
    const store = this.#store();
    for (const [index, each] of [...gone, ...stays].entries()) {
      store.setCell("notes", `note ${index}`, "text", each);
    }
    for (const index of gone.keys()) store.delRow("notes", `note ${index}`);
    return { main: [text.encode(JSON.stringify(store.getMergeableContent()))] };
  }

  async shelf(): Promise<Shelf> {
    const store = this.#store();
    return { add: (key, note) => void store.setCell("notes", key, "text", note) };
  }

  /** Counts the payloads of both, and lets them go in their order. */
  async #meet(one: Store, other: Store): Promise<number> {
    let bytes = 0;
    const receivers = new Map<string, Receive>();
    const synchronizer = (store: Store, here: string, there: string) =>
      this.#tinybase.createCustomSynchronizer(
        store,
        (_, ...message) => {
          bytes += text.encode(JSON.stringify(message)).length;
          queueMicrotask(() => receivers.get(there)?.(here, ...message));
        },
        (receive) => void receivers.set(here, receive),
        () => void receivers.delete(here),
        REQUEST_SECONDS_MAX,
      );
    const both = [synchronizer(one, "one", "other"), synchronizer(other, "other", "one")];
    await Promise.all(both.map((each) => each.startSync()));
    await Promise.all(both.map((each) => each.destroy()));
    return bytes;
  }

  #store(): Store {
    return this.#tinybase.createMergeableStore();
  }

  #storeWith(row: string): Store {
    return this.#store().setCell("notes", row, "text", NOTE);
  }
}
