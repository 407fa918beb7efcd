/**
 * The laws of a model, as a property test: give it a model and an arbitrary of its values, and it
 * throws with a small counterexample when an order, a repeat or an expiry changes what is seen.
 *
 *   laws(positions, fc.record({ … }))
 *
 * For tests only: it needs fast-check and Node. Rule R12: docs/spec/replica.md.
 */
import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { type AuthorId, authorOf } from "./author.ts";
import type { Entry, Model } from "./model.ts";

const AUTHORS: readonly AuthorId[] = [1, 2, 3].map((n) => authorOf(new Uint8Array(40).fill(n)));
const LIFETIME_MS = 20;
const RUNS = { numRuns: 500, seed: 1, includeErrorInReport: true };

interface History<Value> {
  /** Entries with distinct stamps. */
  readonly once: readonly Entry<Value>[];
  /** The same ones in another order, some of them twice. */
  readonly shuffled: readonly Entry<Value>[];
}

/** Throws unless `reduce` commutes, associates and is idempotent, and `forget` undoes it. */
export function laws<Value, View>(model: Model<Value, View>, values: fc.Arbitrary<Value>): void {
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
  holds("forgetting leaves something, or takes too much", ({ shuffled }, nowMs) =>
    forgets(model, shuffled, nowMs),
  );
}

function histories<Value>(
  model: Model<Value>,
  values: fc.Arbitrary<Value>,
): fc.Arbitrary<History<Value>> {
  const entry = fc
    .record({
      // As a record's body gives it: plain objects, which structuredClone leaves as they are.
      value: values.map((value) => structuredClone(value)),
      wallMs: fc.nat(40),
      count: fc.nat(2),
      author: fc.constantFrom(...AUTHORS),
    })
    .map(({ value, ...stamp }): Entry<Value> => {
      return { key: model.key(value), stamp, expiresAt: stamp.wallMs + LIFETIME_MS, value };
    });
  const stampOf = (e: Entry<Value>) => `${e.stamp.wallMs} ${e.stamp.count} ${e.stamp.author}`;
  return fc
    .uniqueArray(entry, { selector: stampOf, maxLength: 12 })
    .chain((once) =>
      fc
        .tuple(fc.shuffledSubarray(once, { minLength: once.length }), fc.subarray(once))
        .map(([all, again]) => ({ once, shuffled: [...all, ...again] })),
    );
}

function fold<Value, View>(model: Model<Value, View>, entries: readonly Entry<Value>[]): View {
  const view = model.initial();
  for (const entry of entries) model.reduce(view, entry);
  return view;
}

function nullMeansNothingNew<Value, View>(
  model: Model<Value, View>,
  entries: readonly Entry<Value>[],
): boolean {
  const view = model.initial();
  return entries.every((entry) => {
    const before = structuredClone(view);
    return model.reduce(view, entry) !== null || isDeepStrictEqual(view, before);
  });
}

/** A space keeps no more than this, so it must do to fill the view of whoever comes later. */
function keptIsEnough<Value, View>(
  model: Model<Value, View>,
  entries: readonly Entry<Value>[],
): boolean {
  const view = model.initial();
  return isDeepStrictEqual(fold(model, keptOf(model, view, entries)), view);
}

/** As a space does: some were told, the expired are forgotten, the others are told later. */
function forgets<Value, View>(
  model: Model<Value, View>,
  entries: readonly Entry<Value>[],
  nowMs: number,
): boolean {
  const isLive = (entry: Entry<Value>) => entry.expiresAt > nowMs;
  const cut = nowMs % (entries.length + 1);
  const view = model.initial();
  for (const entry of keptOf(model, view, entries.slice(0, cut))) {
    if (!isLive(entry)) model.forget(view, entry);
  }
  for (const entry of entries.slice(cut).filter(isLive)) model.reduce(view, entry);
  return isDeepStrictEqual(view, fold(model, entries.filter(isLive)));
}

/** Folds the entries into the view, and answers with those that a space would then hold. */
function keptOf<Value, View>(
  model: Model<Value, View>,
  view: View,
  entries: readonly Entry<Value>[],
): readonly Entry<Value>[] {
  const kept = new Map<unknown, Entry<Value>>();
  for (const entry of entries) {
    if (model.reduce(view, entry) !== null) kept.set(entry.key === "" ? entry : entry.key, entry);
  }
  return [...kept.values()];
}
