/**
 * The last writer of each key wins: the model of positions, names, settings, presence. "Last" is
 * by stamp, never by arrival, so a late or reordered record does not move anything back.
 */
import type { Entry, Model, Schema } from "../model.ts";
import { compareStamps } from "../stamp.ts";

export type LatestView<Value> = Map<string, Entry<Value>>;

/** `now` is absent when the key has gone: expired or erased. */
export interface LatestDelta<Value> {
  readonly key: string;
  readonly now?: Entry<Value>;
}

export interface Latest<Value> extends Model<Value, LatestView<Value>, LatestDelta<Value>> {
  reduce(view: LatestView<Value>, entry: Entry<Value>): LatestDelta<Value> | null;
}

export function latest<Value>(options: {
  readonly name: string;
  readonly value: Schema<Value>;
  readonly key: (value: Value) => string;
}): Latest<Value> {
  return {
    ...options,
    initial: () => new Map(),
    reduce: (view, entry) => {
      const before = view.get(entry.key);
      if (before !== undefined && compareStamps(entry.stamp, before.stamp) <= 0) return null;
      view.set(entry.key, entry);
      return { key: entry.key, now: entry };
    },
    forget: (view, entry) => {
      const held = view.get(entry.key);
      if (held === undefined || compareStamps(held.stamp, entry.stamp) !== 0) return null;
      view.delete(entry.key);
      return { key: entry.key };
    },
  };
}
