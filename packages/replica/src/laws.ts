/**
 * The laws of a model, as a property test: give it a model and an arbitrary of its values, and it
 * throws with a small counterexample when an order, a repeat or an expiry changes what is seen, or
 * what is kept. Where values name other records, a removal for instance, give a function instead:
 * from the stamps of the records of a history to an arbitrary of values.
 *
 *   laws(positions, fc.record({ … }))
 *
 * For tests only: it needs fast-check and Node. Rules R10, R12: docs/spec/replica.md.
 */
import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { type AuthorId, authorOf } from "./author.ts";
import type { Entry, Model } from "./model.ts";
import { compareStamps, type Stamp } from "./stamp.ts";

const AUTHORS: readonly AuthorId[] = [1, 2, 3].map((n) => authorOf(new Uint8Array(40).fill(n)));
const LIFETIME_MS = 20;
/** Clocks differ, so a record that is younger may expire earlier. */
const EARLIER_MS_MAX = 8;
const RECORDS_MAX = 12;
const RUNS = { numRuns: 500, seed: 1, includeErrorInReport: true };

const STAMPS = fc
  .tuple(fc.nat(40), fc.nat(2), fc.constantFrom(...AUTHORS))
  .map(([wallMs, count, author]): Stamp => ({ wallMs, count, author }));

export type Values<Value> =
  | fc.Arbitrary<Value>
  | ((stamps: readonly Stamp[]) => fc.Arbitrary<Value>);

interface History<Value> {
  /** Entries with distinct stamps. */
  readonly once: readonly Entry<Value>[];
  /** The same ones in another order, some of them twice. */
  readonly shuffled: readonly Entry<Value>[];
}

/** Throws unless `reduce` commutes, associates and is idempotent, and `forget` undoes it. */
export function laws<Value, View>(model: Model<Value, View>, values: Values<Value>): void {
  const history = histories(model, values);
  const holds = (name: string, law: (history: History<Value>, nowMs: number) => boolean) => {
    const isKept = fc.property(history, fc.nat(60), (told, nowMs) => {
      if (!law(told, nowMs)) throw new Error(`${model.name}: ${name}`);
    });
    fc.assert(isKept, RUNS);
  };
  holds("another order or a repeat gives another view", ({ once, shuffled }) =>
    isDeepStrictEqual(fold(model, once), fold(model, shuffled)),
  );
  holds("null was said of a change", ({ shuffled }) => nullMeansNothingNew(model, shuffled));
  holds("what is kept does not give the view", ({ shuffled }) => keptIsEnough(model, shuffled));
  holds("another order or a repeat keeps other records", ({ once, shuffled }) =>
    isDeepStrictEqual(stampsOf(heldOf(model, once)), stampsOf(heldOf(model, shuffled))),
  );
  holds("forgetting leaves something, or takes too much", ({ shuffled }, nowMs) =>
    forgets(model, shuffled, nowMs),
  );
}

function histories<Value>(
  model: Model<Value>,
  values: Values<Value>,
): fc.Arbitrary<History<Value>> {
  return fc
    .uniqueArray(STAMPS, { selector: textOf, maxLength: RECORDS_MAX })
    .chain((stamps) => {
      const value = typeof values === "function" ? values(stamps) : values;
      return fc.tuple(...stamps.map((each) => entryOf(model, each, value)));
    })
    .chain((once) =>
      fc
        .tuple(fc.shuffledSubarray(once, { minLength: once.length }), fc.subarray(once))
        .map(([all, again]) => ({ once, shuffled: [...all, ...again] })),
    );
}

function textOf({ wallMs, count, author }: Stamp): string {
  return `${wallMs} ${count} ${author}`;
}

function entryOf<Value>(
  model: Model<Value>,
  stamp: Stamp,
  values: fc.Arbitrary<Value>,
): fc.Arbitrary<Entry<Value>> {
  return fc.tuple(values, fc.nat(EARLIER_MS_MAX)).map(([drawn, earlierMs]) => {
    // As a record's body gives it: plain objects, which structuredClone leaves as they are.
    const value = structuredClone(drawn);
    const key = model.key(value);
    // Of one key, nobody writes what expires before the one that it takes the place of (R9).
    const expiresAt = stamp.wallMs + LIFETIME_MS - (key === "" ? earlierMs : 0);
    return { key, stamp, expiresAt, value };
  });
}

/** The view after the entries, as plain data. */
function fold<Value, View>(model: Model<Value, View>, entries: readonly Entry<Value>[]): unknown {
  return plain(model, new Held(model).take(entries).view);
}

function plain<Value, View>(model: Model<Value, View>, view: View): unknown {
  return model.plain === undefined ? view : model.plain(view);
}

function nullMeansNothingNew<Value, View>(
  model: Model<Value, View>,
  entries: readonly Entry<Value>[],
): boolean {
  const held = new Held(model);
  return entries.every((entry) => {
    const before = structuredClone(plain(model, held.view));
    return held.add(entry) || isDeepStrictEqual(plain(model, held.view), before);
  });
}

/** A space keeps no more than this, so it must do to fill the view of whoever comes later. */
function keptIsEnough<Value, View>(
  model: Model<Value, View>,
  entries: readonly Entry<Value>[],
): boolean {
  const held = new Held(model).take(entries);
  return isDeepStrictEqual(fold(model, held.kept()), plain(model, held.view));
}

/** As a space does: some were told, the expired are forgotten, the others are told later. */
function forgets<Value, View>(
  model: Model<Value, View>,
  entries: readonly Entry<Value>[],
  nowMs: number,
): boolean {
  const isLive = (entry: Entry<Value>) => entry.expiresAt > nowMs;
  const cut = nowMs % (entries.length + 1);
  const held = new Held(model).take(entries.slice(0, cut));
  for (const entry of held.kept()) if (!isLive(entry)) held.forget(entry);
  held.take(entries.slice(cut).filter(isLive));
  const told = new Held(model).take(entries.filter(isLive));
  return (
    isDeepStrictEqual(plain(model, held.view), plain(model, told.view)) &&
    isDeepStrictEqual(stampsOf(held.kept()), stampsOf(told.kept()))
  );
}

function heldOf<Value, View>(
  model: Model<Value, View>,
  entries: readonly Entry<Value>[],
): readonly Entry<Value>[] {
  return new Held(model).take(entries).kept();
}

function stampsOf<Value>(entries: readonly Entry<Value>[]): readonly Stamp[] {
  return entries.map(({ stamp }) => stamp).toSorted(compareStamps);
}

/** A view, and the entries that a space would then keep. */
class Held<Value, View> {
  readonly view: View;
  readonly #model: Model<Value, View>;
  readonly #kept = new Map<unknown, Entry<Value>>();

  constructor(model: Model<Value, View>) {
    this.#model = model;
    this.view = model.initial();
  }

  /** Whether it was news. */
  add(entry: Entry<Value>): boolean {
    // A record that comes again is decoded again: another object.
    const own = { ...entry };
    const drop = (dropped: Entry<Value>) => this.#kept.delete(dropped);
    if (this.#model.reduce(this.view, own, drop) === null) return false;
    this.#kept.set(own.key === "" ? own : own.key, own);
    return true;
  }

  take(entries: readonly Entry<Value>[]): this {
    for (const entry of entries) this.add(entry);
    return this;
  }

  kept(): readonly Entry<Value>[] {
    return [...this.#kept.values()];
  }

  forget(entry: Entry<Value>): void {
    this.#kept.delete(entry.key === "" ? entry : entry.key);
    this.#model.forget(this.view, entry);
  }
}
