/** What views show of a record, and how what they show changes. */
import type { Entry } from "../model.ts";
import { compareStamps, type Stamp } from "../stamp.ts";
import { Ordered } from "./ordered.ts";

export interface Stamped {
  readonly stamp: Stamp;
}

export interface Item<Value> extends Stamped {
  readonly value: Value;
  /** The record behind it, as the model was told it: its stamp, and when it expires. */
  readonly entry: Entry<unknown>;
}

/**
 * A change of a sequence that is shown: `removed` items from `at` on make way for `added`, as
 * `array.splice(at, removed, ...added)` does it. A delta of several is done in their order.
 */
export interface Splice<Item> {
  readonly at: number;
  readonly removed: number;
  readonly added: readonly Item[];
}

export function byStamp(a: Stamped, b: Stamped): number {
  return compareStamps(a.stamp, b.stamp);
}

export function itemOf<Value>(entry: Entry<unknown>, value: Value): Item<Value> {
  return { value, stamp: entry.stamp, entry };
}

/** Null: one with its place is there already. */
export function insert<Item extends Probe, Probe>(
  into: Ordered<Item, Probe>,
  item: Item,
): Splice<Item> | null {
  if (!into.add(item)) return null;
  return { at: into.indexOf(item), removed: 0, added: [item] };
}

/** Null: it is not there. */
export function cut<Item extends Probe, Probe>(
  from: Ordered<Item, Probe>,
  probe: Probe,
): Splice<Item> | null {
  const at = from.indexOf(probe);
  return from.delete(probe) === null ? null : { at, removed: 1, added: [] };
}
