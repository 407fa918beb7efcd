/**
 * What everybody said, in the order of stamps: a chat, a feed, a protocol of what was done. The
 * order is the same everywhere, and what stands does not change places; a late record takes its
 * place among the others. A record may be removed: its bytes are gone at once.
 *
 *   await space.write(chat, chat.append({ text: "hello" }));
 *   for (const { value, stamp } of space.view(chat).items) …
 *   await space.write(chat, chat.remove(item));
 *
 * Rules R10, R34: docs/spec/replica.md.
 */
import type { Drop, Entry, Model, Schema } from "../model.ts";
import { stampOf, TAGS_MAX, tagOf } from "../tag.ts";
import { byStamp, cut, type Item, insert, itemOf, type Splice, type Stamped } from "./item.ts";
import { Ordered } from "./ordered.ts";
import { Removals, takes } from "./removals.ts";
import { readBy, readTags, schemaOf } from "./shape.ts";

export type LogValue<Value> = { readonly add: Value } | { readonly remove: readonly string[] };

export interface LogView<Value> {
  readonly items: Ordered<Item<Value>, Stamped>;
  readonly removals: Removals;
}

export type LogDelta<Value> = readonly Splice<Item<Value>>[];

export interface LogModel<Value> extends Model<LogValue<Value>, LogView<Value>, LogDelta<Value>> {
  readonly append: (value: Value) => LogValue<Value>;
  /** Removes 1 to 32 items at once; throws `RangeError` on more. */
  readonly remove: (...items: readonly Stamped[]) => LogValue<Value>;
}

export function appendLog<Value>(options: {
  readonly name: string;
  readonly value: Schema<Value>;
}): LogModel<Value> {
  return {
    name: options.name,
    value: schemaOf(
      (fields): LogValue<Value> =>
        "remove" in fields
          ? { remove: readTags(fields["remove"], 1) }
          : { add: readBy(options.value, fields["add"]) },
    ),
    key: () => "",
    initial: () => ({ items: new Ordered(byStamp), removals: new Removals() }),
    reduce,
    forget,
    outlives: (view, value) =>
      "remove" in value
        ? Math.max(0, ...named(view, value.remove).map(({ entry }) => entry.expiresAt))
        : 0,
    plain: ({ items, removals }) => ({ items: [...items], removals: removals.plain() }),
    append: (value) => ({ add: value }),
    remove: (...items) => {
      if (items.length <= TAGS_MAX) return { remove: items.map(({ stamp }) => tagOf(stamp)) };
      throw new RangeError(`${items.length} items at once, at most ${TAGS_MAX}`);
    },
  };
}

function reduce<Value>(
  view: LogView<Value>,
  entry: Entry<LogValue<Value>>,
  drop: Drop<LogValue<Value>>,
): LogDelta<Value> | null {
  const { value } = entry;
  if ("add" in value) {
    if (view.removals.take(tagOf(entry.stamp), entry)) return null;
    const splice = insert(view.items, itemOf(entry, value.add));
    return splice === null ? null : [splice];
  }
  if (!view.removals.add(entry, value.remove)) return null;
  const taken = named(view, value.remove).filter((item) => takes(entry, item.entry));
  return taken.map((item) => {
    drop(item.entry as Entry<LogValue<Value>>);
    return cut(view.items, item)!;
  });
}

function forget<Value>(
  view: LogView<Value>,
  entry: Entry<LogValue<Value>>,
): LogDelta<Value> | null {
  const { value } = entry;
  if ("remove" in value) return view.removals.delete(entry, value.remove) ? [] : null;
  const splice = cut(view.items, entry);
  return splice === null ? null : [splice];
}

function named<Value>(view: LogView<Value>, tags: readonly string[]): Item<Value>[] {
  return tags.flatMap((tag) => view.items.get({ stamp: stampOf(tag)! }) ?? []);
}
