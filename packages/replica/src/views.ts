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
import { Standing } from "./standing.ts";
import type { Kept, Store } from "./store.ts";

/** Whether the record behind a change of a view came, or went: expired or erased. */
export type Change = "came" | "went";

type Listener = (delta: never, kept: Kept, change: Change) => void;

/** One model with all that belongs to it. */
interface Folding {
  readonly model: Model;
  readonly view: unknown;
  readonly standing: Standing;
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
          standing: new Standing(),
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

  /**
   * No record of this value may expire earlier: what it takes the place of would come back.
   */
  heldUntil<Value>(model: Model<Value>, value: Value): number {
    const { model: own, view, standing } = this.#folding(model.name);
    return Math.max(standing.untilMs(model.key(value)), own.outlives?.(view, value) ?? 0);
  }

  /** Whether it was news: kept, shown and told. */
  take(kept: Kept): boolean {
    const folding = this.#folding(kept.record.model);
    const delta = this.#reduce(folding, kept);
    if (delta === null && !this.#isHeldBehind(folding, kept)) return false;
    this.#store.add(kept);
    if (delta !== null) tell(folding, delta, { kept, change: "came" });
    return delta !== null;
  }

  /** Folds what the store held when it was opened. What is beaten leaves it; nobody is told. */
  restore(): void {
    for (const kept of this.#store.all()) {
      const folding = this.#foldings.get(kept.record.model);
      const isHeld =
        folding !== undefined &&
        (this.#reduce(folding, kept) !== null || this.#isHeldBehind(folding, kept));
      if (!isHeld) this.#store.remove(kept);
    }
  }

  /** What has left the store leaves the views, and what it stood before takes its place. */
  forget(gone: readonly Kept[]): void {
    const vacant: (readonly [Folding, string])[] = [];
    for (const kept of gone) {
      const folding = this.#folding(kept.record.model);
      if (folding.standing.leave(kept)) vacant.push([folding, kept.record.key]);
      folding.counted.delete(kept.entry);
      const delta = folding.model.forget(folding.view, kept.entry);
      if (delta !== null) tell(folding, delta, { kept, change: "went" });
    }
    for (const [folding, key] of vacant) this.#fill(folding, key);
  }

  #fill(folding: Folding, key: string): void {
    const next = folding.standing.next(key);
    const delta = next === null ? null : this.#reduce(folding, next);
    if (next !== null && delta !== null) tell(folding, delta, { kept: next, change: "came" });
  }

  /** Null: nothing new. Else what it takes the place of, or removes, has left the store. */
  #reduce({ model, view, standing, counted }: Folding, kept: Kept): unknown {
    const delta = model.reduce(view, kept.entry, (entry) => {
      const dropped = counted.get(entry);
      if (dropped === undefined || !counted.delete(entry)) return;
      this.#store.remove(dropped);
    });
    if (delta === null) return null;
    if (kept.record.key === "") counted.set(kept.entry, kept);
    else for (const beaten of standing.lead(kept)) this.#store.remove(beaten);
    return delta;
  }

  /** Though it is no news. */
  #isHeldBehind({ standing }: Folding, kept: Kept): boolean {
    const beaten = kept.record.key === "" ? null : standing.follow(kept);
    for (const each of beaten ?? []) this.#store.remove(each);
    return beaten !== null;
  }

  #folding(name: string): Folding {
    const folding = this.#foldings.get(name);
    if (folding !== undefined) return folding;
    const names = [...this.#foldings.keys()].join(", ");
    throw new TypeError(`no model ${name} in this space, which has: ${names}`);
  }
}

interface News {
  readonly kept: Kept;
  readonly change: Change;
}

function tell({ listeners }: Folding, delta: unknown, { kept, change }: News): void {
  for (const hears of listeners) hears(delta as never, kept, change);
}
