/**
 * Yjs as its README says: state vectors are exchanged, then what the other lacks. A document keeps
 * its state; y-leveldb and y-indexeddb keep a log of updates, which is the variant.
 */
import { flipped, NOTE, type Shelf, type Subject, shownAfter, type Texts } from "../subject.ts";
import type { Load } from "./load.ts";

interface YMap {
  set(key: string, text: string): void;
  delete(key: string): void;
  toJSON(): unknown;
}

interface Doc {
  getMap(name: string): YMap;
  on(event: "update", listener: (update: Uint8Array) => void): void;
}

interface Yjs {
  readonly Doc: new () => Doc;
  readonly encodeStateVector: (doc: Doc) => Uint8Array;
  readonly encodeStateAsUpdate: (doc: Doc, vector?: Uint8Array) => Uint8Array;
  readonly mergeUpdates: (updates: readonly Uint8Array[]) => Uint8Array;
  readonly applyUpdate: (doc: Doc, update: Uint8Array) => void;
}

export class YjsSubject implements Subject {
  readonly #yjs: Yjs;

  constructor(yjs: Yjs) {
    this.#yjs = yjs;
  }

  static async open(load: Load): Promise<Subject> {
    return new YjsSubject(await load<Yjs>("yjs"));
  }

  async reconnect(authors: number) {
    const { encodeStateAsUpdate, encodeStateVector, applyUpdate, mergeUpdates } = this.#yjs;
    const [one, other] = [new this.#yjs.Doc(), new this.#yjs.Doc()];
    const each = Array.from({ length: authors }, (_, author) => this.#docWith(`note ${author}`));
    applyUpdate(one, mergeUpdates(each.map((doc) => encodeStateAsUpdate(doc))));
    applyUpdate(other, encodeStateAsUpdate(one));
    const vectors = [encodeStateVector(one), encodeStateVector(other)] as const;
    const updates = [encodeStateAsUpdate(one, vectors[1]), encodeStateAsUpdate(other, vectors[0])];
    return { main: [...vectors, ...updates].reduce((sum, { length }) => sum + length, 0) };
  }

  async trial() {
    const { encodeStateAsUpdate, applyUpdate } = this.#yjs;
    const base = encodeStateAsUpdate(this.#docWith("first"));
    const update = encodeStateAsUpdate(this.#docWith("second"));
    const shows = async (flip: Parameters<typeof flipped>[1]) => {
      const doc = new this.#yjs.Doc();
      applyUpdate(doc, base);
      return shownAfter(() => applyUpdate(doc, flipped(update, flip)), showing(doc));
    };
    const before = JSON.stringify({ first: NOTE });
    return { main: { bytes: update.length, before, shows } };
  }

  async forget({ gone, stays }: Texts) {
    const doc = new this.#yjs.Doc();
    const log: Uint8Array[] = [];
    doc.on("update", (update) => void log.push(update));
    const notes = doc.getMap("notes");
    for (const [index, text] of [...gone, ...stays].entries()) notes.set(`note ${index}`, text);
    for (const index of gone.keys()) notes.delete(`note ${index}`);
    return { main: [this.#yjs.encodeStateAsUpdate(doc)], others: { "log of updates": log } };
  }

  async shelf(): Promise<Shelf> {
    const notes = new this.#yjs.Doc().getMap("notes");
    return { add: (key, text) => notes.set(key, text) };
  }

  #docWith(key: string): Doc {
    const doc = new this.#yjs.Doc();
    doc.getMap("notes").set(key, NOTE);
    return doc;
  }
}

function showing(doc: Doc): () => unknown {
  return () => doc.getMap("notes").toJSON();
}
