/**
 * One value, or several where people wrote at once without having seen each other's: all of them
 * stand until somebody writes who has seen them. For what must not be lost silently.
 *
 *   await space.write(plan, plan.set(space.view(plan), { route: "north" }));
 *   Array.from(space.view(plan).items, ({ value }) => value);     two of them: a conflict
 *
 * Every write is kept until it expires, as it says what it has seen: for a value that is written
 * often, `register` keeps less.
 *
 * Rules R10, R35: docs/spec/replica.md.
 */
import type { Entry, Model, Schema } from "../model.ts";
import { stampOf, TAGS_MAX, tagOf } from "../tag.ts";
import { byStamp, cut, type Item, insert, itemOf, type Splice, type Stamped } from "./item.ts";
import { Ordered } from "./ordered.ts";
import { Removals, takes } from "./removals.ts";
import { readBy, readTags, schemaOf } from "./shape.ts";

/** Without `value`: there is none any more. */
export interface MultiValue<Value> {
  readonly value?: Value;
  readonly seen: readonly string[];
}

export interface MultiView<Value> {
  /** What stands, the oldest first: more than one is a conflict. */
  readonly items: Ordered<Item<Value>, Stamped>;
  readonly writes: Ordered<Entry<unknown>, Stamped>;
  readonly seen: Removals;
}

export type MultiDelta<Value> = readonly Splice<Item<Value>>[];

export interface MultiModel<Value>
  extends Model<MultiValue<Value>, MultiView<Value>, MultiDelta<Value>> {
  /** Takes the place of what stands; of more than 32 values, of the 32 oldest. */
  readonly set: (view: MultiView<Value>, value: Value) => MultiValue<Value>;
  readonly clear: (view: MultiView<Value>) => MultiValue<Value>;
}

export function multiRegister<Value>(options: {
  readonly name: string;
  readonly value: Schema<Value>;
}): MultiModel<Value> {
  return {
    name: options.name,
    value: schemaOf((fields): MultiValue<Value> => {
      const seen = readTags(fields["seen"], 0);
      return "value" in fields ? { value: readBy(options.value, fields["value"]), seen } : { seen };
    }),
    key: () => "",
    initial: () => ({
      items: new Ordered(byStamp),
      writes: new Ordered(byStamp),
      seen: new Removals(),
    }),
    reduce,
    forget,
    outlives: (view, { seen }) =>
      Math.max(
        0,
        ...seen.flatMap((tag) => view.writes.get({ stamp: stampOf(tag)! })?.expiresAt ?? []),
      ),
    renamed: (value, tags) => ({ ...value, seen: value.seen.map((tag) => tags.get(tag) ?? tag) }),
    plain: ({ items, writes, seen }) => ({
      items: [...items],
      writes: [...writes],
      seen: seen.plain(),
    }),
    set: (view, value) => ({ value, seen: tagsOf(view) }),
    clear: (view) => ({ seen: tagsOf(view) }),
  };
}

function reduce<Value>(
  view: MultiView<Value>,
  entry: Entry<MultiValue<Value>>,
): MultiDelta<Value> | null {
  const { value, seen } = entry.value;
  if (!view.writes.add(entry)) return null;
  view.seen.add(entry, seen);
  const splices = seen.flatMap((tag) => {
    const held = view.items.get({ stamp: stampOf(tag)! });
    return held !== null && takes(entry, held.entry) ? cut(view.items, held)! : [];
  });
  if (value === undefined || view.seen.take(tagOf(entry.stamp), entry)) return splices;
  return [...splices, insert(view.items, itemOf(entry, value))!];
}

/** What it took the place of does not stand again: that has expired by then. */
function forget<Value>(
  view: MultiView<Value>,
  entry: Entry<MultiValue<Value>>,
): MultiDelta<Value> | null {
  if (view.writes.delete(entry) === null) return null;
  view.seen.delete(entry, entry.value.seen);
  const splice = cut(view.items, entry);
  return splice === null ? [] : [splice];
}

function tagsOf<Value>({ items }: MultiView<Value>): readonly string[] {
  const named = Math.min(items.size, TAGS_MAX);
  return Array.from({ length: named }, (_, i) => tagOf(items.at(i)!.stamp));
}
