/**
 * The views that the records of a space fold into, who stands for each key, and who hears of
 * changes. View and store move together, in one turn of the event loop.
 *
 *   take ─► reduce ─► news: what it beats leaves the store, it enters, listeners hear
 *                └──► none: it goes no further
 *
 * Rules R9, R12, R21: docs/spec/replica.md.
 */
import { type Entry, type Model, modelsByName } from "./model.ts";
import type { Kept, Store } from "./store.ts";

/** Whether the record behind a change of a view came, or went: expired or erased. */
export type Change = "came" | "went";

type Listener = (delta: never, kept: Kept, change: Change) => void;

/** One model with all that belongs to it. */
interface Folding {
  readonly model: Model;
  readonly view: unknown;
  /** What stands for each key. */
  readonly winners: Map<string, Kept>;
  /** What is held with the empty key. */
  readonly counted: Map<Entry<unknown>, Kept>;
  readonly listeners: Set<Listener>;
}

export class Views {
  readonly #store: Store;
  readonly #foldings: ReadonlyMap<string, Folding>;

  /** Throws `TypeError` on models that cannot be told apart, or that no record can name. */
  constructor(models: readonly Model[], store: Store) {
    this.#store = store;
    this.#foldings = new Map(
      [...modelsByName(models)].map(([name, model]) => [
        name,
        {
          model,
          view: model.initial(),
          winners: new Map(),
          counted: new Map(),
          listeners: new Set(),
        },
      ]),
    );
  }

  /** Null: there is none of that name. */
  model(name: string): Model | null {
    return this.#foldings.get(name)?.model ?? null;
  }

  of<View>(model: Pick<Model<unknown, View>, "name">): View {
    return this.#folding(model.name).view as View;
  }

  subscribe(model: Pick<Model, "name">, listener: Listener): () => void {
    const { listeners } = this.#folding(model.name);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** What stands for this key; null when nothing does, or when records of it do not compete. */
  winner(model: string, key: string): Kept | null {
    return this.#folding(model).winners.get(key) ?? null;
  }

  /** No record of this value may expire earlier: what it takes the place of would come back. */
  heldUntil<Value>(model: Model<Value>, value: Value): number {
    const { model: own, view } = this.#folding(model.name);
    const winner = this.winner(model.name, model.key(value));
    return Math.max(winner?.record.expiresAt ?? 0, own.outlives?.(view, value) ?? 0);
  }

  /** Whether it was news: kept, shown and told. */
  take(kept: Kept): boolean {
    const folding = this.#folding(kept.record.model);
    const delta = this.#reduce(folding, kept);
    if (delta === null) return false;
    this.#store.add(kept);
    for (const hears of folding.listeners) hears(delta as never, kept, "came");
    return true;
  }

  /** Folds what the store held when it was opened. What is beaten leaves it; nobody is told. */
  restore(): void {
    for (const kept of this.#store.all()) {
      const folding = this.#foldings.get(kept.record.model);
      const delta = folding === undefined ? null : this.#reduce(folding, kept);
      if (delta === null) this.#store.remove(kept);
    }
  }

  /** What has left the store leaves the views. */
  forget(gone: readonly Kept[]): void {
    for (const kept of gone) {
      const { model, view, winners, counted, listeners } = this.#folding(kept.record.model);
      if (winners.get(kept.record.key) === kept) winners.delete(kept.record.key);
      counted.delete(kept.entry);
      const delta = model.forget(view, kept.entry);
      if (delta === null) continue;
      for (const hears of listeners) hears(delta as never, kept, "went");
    }
  }

  /** Null: nothing new. Else what it takes the place of, or removes, has left the store. */
  #reduce({ model, view, winners, counted }: Folding, kept: Kept): unknown {
    const delta = model.reduce(view, kept.entry, (entry) => {
      const dropped = counted.get(entry);
      if (dropped === undefined || !counted.delete(entry)) return;
      this.#store.remove(dropped);
    });
    if (delta === null) return null;
    if (kept.record.key === "") counted.set(kept.entry, kept);
    else this.#displace(winners, kept);
    return delta;
  }

  #displace(winners: Map<string, Kept>, kept: Kept): void {
    const before = winners.get(kept.record.key);
    if (before !== undefined) this.#store.remove(before);
    winners.set(kept.record.key, kept);
  }

  #folding(name: string): Folding {
    const folding = this.#foldings.get(name);
    if (folding !== undefined) return folding;
    const names = [...this.#foldings.keys()].join(", ");
    throw new TypeError(`no model ${name} in this space, which has: ${names}`);
  }
}
