/**
 * Automerge as its documentation says: sync messages until neither has any, with the sync state of
 * the last time, which it recommends to keep; with none of it is the variant. An update is taken by
 * `loadIncremental`, or by `applyChanges`, the variant. `save` is what is kept.
 *
 * Each of the authors has seen those before, so that the document has one head and not ten
 * thousand: the kindest case. Their changes are made as bytes, as a change by way of a document
 * copies it.
 */

import {
  type Flip,
  flipped,
  NOTE,
  type Shelf,
  type Subject,
  shownAfter,
  type Texts,
  type Trial,
} from "../subject.ts";
import type { Load } from "./load.ts";

interface Notes {
  readonly notes: Record<string, string>;
}

type Doc = Notes & { readonly brand: "Doc" };
type State = { readonly brand: "State" };

interface Automerge {
  readonly init: () => Doc;
  readonly from: (notes: Notes) => Doc;
  readonly change: (doc: Doc, change: (notes: Notes) => void) => Doc;
  readonly clone: (doc: Doc) => Doc;
  readonly save: (doc: Doc) => Uint8Array;
  readonly free: (doc: Doc) => void;
  readonly getAllChanges: (doc: Doc) => Uint8Array[];
  readonly getLastLocalChange: (doc: Doc) => Uint8Array | undefined;
  readonly loadIncremental: (doc: Doc, bytes: Uint8Array) => Doc;
  readonly applyChanges: (doc: Doc, changes: readonly Uint8Array[]) => readonly [Doc];
  readonly encodeChange: (change: unknown) => Uint8Array;
  readonly decodeChange: (bytes: Uint8Array) => { readonly hash: string; readonly actor: string };
  readonly initSyncState: () => State;
  readonly encodeSyncState: (state: State) => Uint8Array;
  readonly decodeSyncState: (bytes: Uint8Array) => State;
  readonly generateSyncMessage: (doc: Doc, state: State) => readonly [State, Uint8Array | null];
  readonly receiveSyncMessage: (
    doc: Doc,
    state: State,
    message: Uint8Array,
  ) => readonly [Doc, State, null];
}

interface Side {
  doc: Doc;
  state: State;
}

export class AutomergeSubject implements Subject {
  readonly #automerge: Automerge;

  constructor(automerge: Automerge) {
    this.#automerge = automerge;
  }

  static async open(load: Load): Promise<Subject> {
    return new AutomergeSubject(await load<Automerge>("@automerge/automerge"));
  }

  async reconnect(authors: number) {
    const { applyChanges, init, initSyncState, encodeSyncState, decodeSyncState } = this.#automerge;
    const changes = this.#changesOf(authors);
    const side = (): Side => ({ doc: applyChanges(init(), changes)[0], state: initSyncState() });
    const sides = [side(), side()] as const;
    const first = this.#meet(...sides);
    for (const each of sides) each.state = decodeSyncState(encodeSyncState(each.state));
    return { main: this.#meet(...sides), others: { "nothing remembered": first } };
  }

  async trial() {
    const { from, change, clone, getLastLocalChange, applyChanges, loadIncremental, free } =
      this.#automerge;
    const base = from({ notes: { first: NOTE } });
    const changed = change(clone(base), ({ notes }) => void (notes["second"] = NOTE));
    const update = getLastLocalChange(changed)!;
    const trial = (take: (doc: Doc, bytes: Uint8Array) => Doc): Trial => {
      const shows = async (flip: Flip | null) => {
        let doc = clone(base);
        const attempt = () => {
          doc = take(doc, flipped(update, flip));
        };
        try {
          return shownAfter(attempt, () => doc);
        } finally {
          free(doc);
        }
      };
      return { bytes: update.length, before: JSON.stringify(base), shows };
    };
    const applied = trial((doc, bytes) => applyChanges(doc, [bytes])[0]);
    return { main: trial(loadIncremental), others: { applyChanges: applied } };
  }

  async forget({ gone, stays }: Texts) {
    const { from, change, save } = this.#automerge;
    const texts = [...gone, ...stays].map((text, index) => [`note ${index}`, text] as const);
    let doc = from({ notes: Object.fromEntries(texts) });
    doc = change(doc, ({ notes }) => {
      for (const index of gone.keys()) delete notes[`note ${index}`];
    });
    return { main: [save(doc)] };
  }

  async shelf(): Promise<Shelf> {
    const { from, change } = this.#automerge;
    let doc = from({ notes: {} });
    const add = (key: string, text: string) => {
      doc = change(doc, ({ notes }) => void (notes[key] = text));
    };
    return { add };
  }

  #changesOf(authors: number): readonly Uint8Array[] {
    const { encodeChange, decodeChange, from, getAllChanges } = this.#automerge;
    const changes = getAllChanges(from({ notes: {} }));
    const { actor: maker, hash } = decodeChange(changes[0]!);
    let deps = [hash];
    for (let author = 0; author < authors; author += 1) {
      const actor = crypto.randomUUID().replaceAll("-", "");
      const set = {
        action: "set",
        obj: `1@${maker}`,
        key: `note ${author}`,
        value: NOTE,
        pred: [],
      };
      const of = { actor, seq: 1, startOp: 2 + author, time: 0, message: null };
      const change = encodeChange({ ...of, deps, ops: [set] });
      changes.push(change);
      deps = [decodeChange(change).hash];
    }
    return changes;
  }

  /** Messages from both sides until neither has any. Returns their bytes. */
  #meet(one: Side, other: Side): number {
    let bytes = 0;
    let silent = 0;
    for (let turn = 0; silent < 2; turn += 1) {
      const [from, to] = turn % 2 === 0 ? [one, other] : [other, one];
      const [state, message] = this.#automerge.generateSyncMessage(from.doc, from.state);
      from.state = state;
      silent = message === null ? silent + 1 : 0;
      if (message === null) continue;
      bytes += message.length;
      [to.doc, to.state] = this.#automerge.receiveSyncMessage(to.doc, to.state, message);
    }
    return bytes;
  }
}
