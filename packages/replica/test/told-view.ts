/**
 * A view that is told entries by hand, for tests of models: what is kept follows as in a space,
 * and what the deltas say is done to an array, which must end as the view.
 */
import * as fc from "fast-check";
import { authorOf } from "../src/author.ts";
import type { Entry, Model, Schema } from "../src/model.ts";
import type { Stamp } from "../src/stamp.ts";
import { tagOf } from "../src/tag.ts";

export const [ANN, BOB, EVE] = [1, 2, 3].map((n) => authorOf(new Uint8Array(40).fill(n))) as [
  Stamp["author"],
  Stamp["author"],
  Stamp["author"],
];

/** Any text. */
export const text: Schema<string> = {
  "~standard": {
    validate: (value) =>
      typeof value === "string" ? { value } : { issues: [{ message: "not a text" }] },
  },
};

const LIFETIME_MS = 1_000;

export class Told<Value, View, Delta> {
  readonly view: View;
  readonly kept = new Set<Entry<Value>>();
  readonly deltas: Delta[] = [];
  /** Hears each delta at once, as who subscribes to a space does. */
  hears: (delta: Delta) => void = () => undefined;
  readonly #model: Model<Value, View, Delta>;

  constructor(model: Model<Value, View, Delta>) {
    this.#model = model;
    this.view = model.initial();
  }

  /** What `author` wrote at `wallMs`; expires a lifetime later, or when it has to. */
  entry(value: Value, wallMs: number, author = ANN): Entry<Value> {
    const outlived = this.#model.outlives?.(this.view, value) ?? 0;
    const expiresAt = Math.max(wallMs + LIFETIME_MS, outlived);
    const stamp = { wallMs, count: 0, author };
    return { key: this.#model.key(value), stamp, expiresAt, value };
  }

  /** Whether it was news. */
  take(entry: Entry<Value>): boolean {
    const delta = this.#model.reduce(this.view, entry, (dropped) => this.kept.delete(dropped));
    if (delta === null) return false;
    for (const held of this.kept) {
      if (entry.key !== "" && held.key === entry.key) this.kept.delete(held);
    }
    this.kept.add(entry);
    this.#tell(delta);
    return true;
  }

  /** Takes what was written just now, and returns it. */
  write(value: Value, wallMs: number, author = ANN): Entry<Value> {
    const entry = this.entry(value, wallMs, author);
    this.take(entry);
    return entry;
  }

  forget(entry: Entry<Value>): boolean {
    this.kept.delete(entry);
    const delta = this.#model.forget(this.view, entry);
    if (delta !== null) this.#tell(delta);
    return delta !== null;
  }

  #tell(delta: Delta): void {
    this.deltas.push(delta);
    this.hears(delta);
  }
}

/** Sets of tags of records of the history, and now and then of none of it. */
export function tagsFrom(stamps: readonly Stamp[], least: number): fc.Arbitrary<string[]> {
  const other = tagOf({ wallMs: 7, count: 9, author: ANN });
  return fc.uniqueArray(fc.constantFrom(other, ...stamps.map(tagOf)), {
    minLength: least,
    maxLength: 4,
  });
}
