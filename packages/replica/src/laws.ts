/**
 * The laws of a model, as a property test: give it a model and an arbitrary of its values, and it
 * throws with a small counterexample when an order, a repeat or an expiry changes what is seen.
 *
 *   laws(positions, fc.record({ … }))
 */
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { type AuthorId, authorOf } from "./author.ts";
import type { Entry, Model } from "./model.ts";

const AUTHORS: readonly AuthorId[] = [1, 2, 3].map((n) => authorOf(new Uint8Array(40).fill(n)));
const LIFETIME_MS = 20;

/** Throws unless `reduce` commutes, associates and is idempotent, and `forget` undoes it. */
export function laws<Value, View>(
  model: Model<Value, View, unknown>,
  values: fc.Arbitrary<Value>,
  runs = 500,
): void {
  const cases = histories(model, values);
  fc.assert(
    fc.property(cases, ({ once, shuffled }) => isSame(fold(model, once), fold(model, shuffled))),
    { numRuns: runs, verbose: 1 },
  );
  fc.assert(
    fc.property(cases, ({ once }) => nullMeansNothingNew(model, once)),
    { numRuns: runs },
  );
  fc.assert(
    fc.property(cases, fc.nat(60), ({ shuffled }, nowMs) => forgets(model, shuffled, nowMs)),
    { numRuns: runs },
  );
}

/** Entries with distinct stamps, and the same ones in another order with some repeated. */
function histories<Value, View>(
  model: Model<Value, View, unknown>,
  values: fc.Arbitrary<Value>,
): fc.Arbitrary<{ once: Entry<Value>[]; shuffled: Entry<Value>[] }> {
  const entry = fc
    .record({
      value: values,
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

function fold<Value, View>(
  model: Model<Value, View, unknown>,
  entries: readonly Entry<Value>[],
): View {
  const view = model.initial();
  for (const entry of entries) model.reduce(view, entry);
  return view;
}

function nullMeansNothingNew<Value, View>(
  model: Model<Value, View, unknown>,
  entries: readonly Entry<Value>[],
): boolean {
  const view = model.initial();
  return entries.every((entry) => {
    const before = structuredClone(view);
    return model.reduce(view, entry) !== null || isSame(view, before);
  });
}

/** Forgetting what has expired leaves what was never told of it. */
function forgets<Value, View>(
  model: Model<Value, View, unknown>,
  entries: readonly Entry<Value>[],
  nowMs: number,
): boolean {
  const view = fold(model, entries);
  for (const entry of entries) if (entry.expiresAt <= nowMs) model.forget(view, entry);
  return isSame(
    view,
    fold(
      model,
      entries.filter((entry) => entry.expiresAt > nowMs),
    ),
  );
}

/** Deep equality; the order in which a Map or a Set was filled does not count. */
function isSame(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(a, b);
}
