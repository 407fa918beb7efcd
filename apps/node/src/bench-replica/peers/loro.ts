/**
 * Loro as its documentation says: version vectors are exchanged, then updates from there; a
 * shallow snapshot is kept, which it recommends for redaction. The whole snapshot is the variant.
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

interface Version {
  encode(): Uint8Array;
}

interface Doc {
  setPeerId(id: bigint): void;
  getMap(name: string): {
    set(key: string, text: string): void;
    delete(key: string): void;
  };
  commit(): void;
  oplogVersion(): Version;
  frontiers(): unknown;
  export(mode: {
    readonly mode: "snapshot" | "update" | "shallow-snapshot";
    readonly from?: Version;
    readonly frontiers?: unknown;
  }): Uint8Array;
  import(bytes: Uint8Array): unknown;
  toJSON(): unknown;
  free(): void;
}

interface Loro {
  readonly LoroDoc: new () => Doc;
  readonly VersionVector: { decode(bytes: Uint8Array): Version };
}

export class LoroSubject implements Subject {
  readonly #loro: Loro;

  constructor(loro: Loro) {
    this.#loro = loro;
  }

  static async open(load: Load): Promise<Subject> {
    return new LoroSubject(await load<Loro>("loro-crdt"));
  }

  async reconnect(authors: number) {
    const { LoroDoc, VersionVector } = this.#loro;
    const [one, other] = [new LoroDoc(), new LoroDoc()];
    for (let author = 0; author < authors; author += 1) {
      one.setPeerId(crypto.getRandomValues(new BigUint64Array(1))[0]! >> 1n);
      this.#note(one, `note ${author}`);
    }
    other.import(one.export({ mode: "snapshot" }));
    const versions = [one.oplogVersion().encode(), other.oplogVersion().encode()] as const;
    const lacking = (doc: Doc, of: Uint8Array) =>
      doc.export({ mode: "update", from: VersionVector.decode(of) });
    const sent = [...versions, lacking(one, versions[1]), lacking(other, versions[0])];
    return { main: sent.reduce((sum, { length }) => sum + length, 0) };
  }

  async trial() {
    const base = this.#docWith("first").export({ mode: "update" });
    const update = this.#docWith("second").export({ mode: "update" });
    const shows = async (flip: Flip | null) => {
      const doc = new this.#loro.LoroDoc();
      doc.import(base);
      const attempt = () => void doc.import(flipped(update, flip));
      try {
        return shownAfter(attempt, () => doc.toJSON());
      } finally {
        doc.free();
      }
    };
    const before = JSON.stringify({ notes: { first: NOTE } });
    return { main: { bytes: update.length, before, shows } };
  }

  async forget({ gone, stays }: Texts) {
    const doc = new this.#loro.LoroDoc();
    const notes = doc.getMap("notes");
    for (const [index, text] of [...gone, ...stays].entries()) {
      notes.set(`note ${index}`, text);
      doc.commit();
    }
    for (const index of gone.keys()) {
      notes.delete(`note ${index}`);
      doc.commit();
    }
    const shallow = doc.export({ mode: "shallow-snapshot", frontiers: doc.frontiers() });
    const whole = [doc.export({ mode: "snapshot" }), doc.export({ mode: "update" })];
    return { main: [shallow], others: { "whole snapshot": whole } };
  }

  async shelf(): Promise<Shelf> {
    const doc = new this.#loro.LoroDoc();
    const notes = doc.getMap("notes");
    const add = (key: string, text: string) => {
      notes.set(key, text);
      doc.commit();
    };
    return { add };
  }

  #docWith(key: string): Doc {
    const doc = new this.#loro.LoroDoc();
    this.#note(doc, key);
    return doc;
  }

  #note(doc: Doc, key: string): void {
    doc.getMap("notes").set(key, NOTE);
    doc.commit();
  }
}
