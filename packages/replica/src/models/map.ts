/**
 * A value for each key, the last writer's. A removal is a record of the key too: it takes the
 * place of the value, whose bytes are gone at once, and lasts until nothing older can come.
 *
 *   await space.write(topics, topics.put("lunch", { at: "12:00" }));
 *   topics.get(space.view(topics), "lunch");
 *   await space.write(topics, topics.remove("lunch"));
 *
 * Rules R10, R31: docs/spec/replica.md.
 */
import type { Entry, Model, Schema } from "../model.ts";
import { byStamp, type Item, itemOf } from "./item.ts";
import { readBy, readName, schemaOf } from "./shape.ts";

export type MapValue<Value> =
  | { readonly key: string; readonly value: Value }
  | { readonly key: string; readonly gone: true };

export interface MapView<Value> {
  readonly items: Map<string, Item<Value>>;
  /** What was removed, until it would have expired. */
  readonly gone: Map<string, Entry<unknown>>;
}

/** `now` is absent when the key has no value any more. */
export interface MapDelta<Value> {
  readonly key: string;
  readonly now?: Item<Value>;
}

export interface MapModel<Value> extends Model<MapValue<Value>, MapView<Value>, MapDelta<Value>> {
  /** A key has 1 to 128 bytes of UTF-8. */
  readonly put: (key: string, value: Value) => MapValue<Value>;
  readonly remove: (key: string) => MapValue<Value>;
  readonly get: (view: MapView<Value>, key: string) => Value | undefined;
}

/** Values as `value` checks them, by keys of at most 128 bytes. */
export function map<Value>(options: {
  readonly name: string;
  readonly value: Schema<Value>;
}): MapModel<Value> {
  return {
    name: options.name,
    value: schemaOf((fields): MapValue<Value> => {
      const key = readName(fields["key"]);
      return fields["gone"] === true
        ? { key, gone: true }
        : { key, value: readBy(options.value, fields["value"]) };
    }),
    key: ({ key }) => key,
    initial: () => ({ items: new Map(), gone: new Map() }),
    reduce,
    forget,
    put: (key, value) => ({ key, value }),
    remove: (key) => ({ key, gone: true }),
    get: (view, key) => view.items.get(key)?.value,
  };
}

function reduce<Value>(
  view: MapView<Value>,
  entry: Entry<MapValue<Value>>,
): MapDelta<Value> | null {
  const { key, value } = entry;
  const held = view.items.get(key) ?? view.gone.get(key);
  if (held !== undefined && byStamp(entry, held) <= 0) return null;
  if ("gone" in value) {
    view.items.delete(key);
    view.gone.set(key, entry);
    return { key };
  }
  const now = itemOf(entry, value.value);
  view.gone.delete(key);
  view.items.set(key, now);
  return { key, now };
}

function forget<Value>(view: MapView<Value>, entry: Entry<unknown>): MapDelta<Value> | null {
  const { key } = entry;
  const held = view.items.get(key) ?? view.gone.get(key);
  if (held === undefined || byStamp(entry, held) !== 0) return null;
  view.gone.delete(key);
  view.items.delete(key);
  return { key };
}
