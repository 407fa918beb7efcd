/**
 * A set in which an addition wins over a removal that had not seen it (observed remove). Items
 * with one id are one member; the youngest addition says what it looks like. A removal names the
 * additions that its author had seen, by their stamps alone: nothing tells what it removed.
 *
 *   await space.write(guests, guests.add("ann"));
 *   for (const gone of guests.remove(space.view(guests), "ann")) await space.write(guests, gone);
 *
 * Rules R10, R33: docs/spec/replica.md.
 */
import type { Drop, Entry, Model, Schema } from "../model.ts";
import { stampOf, TAGS_MAX, tagOf } from "../tag.ts";
import { byStamp, type Item, itemOf, type Stamped } from "./item.ts";
import { Ordered } from "./ordered.ts";
import { Removals, takes } from "./removals.ts";
import { readBy, readName, readTags, schemaOf } from "./shape.ts";

export type SetValue<Value> = { readonly add: Value } | { readonly remove: readonly string[] };

export interface SetView<Value> {
  /** By id: the additions that count, the oldest first. */
  readonly members: Map<string, Ordered<Item<Value>, Stamped>>;
  /** The same of all members. */
  readonly additions: Ordered<Item<Value>, Stamped>;
  readonly removals: Removals;
}

/** `now` is absent when the id is in the set no more. */
export interface SetChange<Value> {
  readonly id: string;
  readonly now?: Item<Value>;
}

export type SetDelta<Value> = readonly SetChange<Value>[];

export interface SetModel<Value> extends Model<SetValue<Value>, SetView<Value>, SetDelta<Value>> {
  /** Adding what is there already makes it last longer. */
  readonly add: (item: Value) => SetValue<Value>;
  /** Write them all: each names up to 32 of the additions seen. None: it is not in the set. */
  readonly remove: (view: SetView<Value>, id: string) => readonly SetValue<Value>[];
  readonly has: (view: SetView<Value>, id: string) => boolean;
  readonly items: (view: SetView<Value>) => readonly Value[];
}

interface SetOptions<Value> {
  readonly name: string;
  readonly value: Schema<Value>;
  /** What makes two items one member: 1 to 128 characters. */
  readonly id: (item: Value) => string;
}

export function addWinsSet<Value>(options: SetOptions<Value>): SetModel<Value> {
  const { name, id } = options;
  return {
    name,
    value: schemaOf((fields): SetValue<Value> => {
      if ("remove" in fields) return { remove: readTags(fields["remove"], 1) };
      const add = readBy(options.value, fields["add"]);
      readName(id(add));
      return { add };
    }),
    key: () => "",
    initial: () => ({
      members: new Map(),
      additions: new Ordered(byStamp),
      removals: new Removals(),
    }),
    reduce: (view, entry, drop) =>
      "remove" in entry.value
        ? remove({ view, id, drop }, entry, entry.value.remove)
        : add({ view, id, drop }, entry, entry.value.add),
    forget: (view, entry) => forget(view, entry, id),
    outlives: (view, value) =>
      "remove" in value ? Math.max(0, ...named(view, value.remove).map(expiryOf)) : 0,
    plain: ({ members, removals }) => ({
      members: new Map([...members].map(([id, additions]) => [id, [...additions]])),
      removals: removals.plain(),
    }),
    add: (item) => ({ add: item }),
    remove: removalsOf,
    has: (view, id) => view.members.has(id),
    items: (view) => Array.from(view.members.values(), (additions) => youngest(additions).value),
  };
}

function removalsOf<Value>(view: SetView<Value>, id: string): readonly SetValue<Value>[] {
  const tags = Array.from(view.members.get(id) ?? [], ({ stamp }) => tagOf(stamp));
  return Array.from({ length: Math.ceil(tags.length / TAGS_MAX) }, (_, i) => ({
    remove: tags.slice(i * TAGS_MAX, (i + 1) * TAGS_MAX),
  }));
}

interface Change<Value> {
  readonly view: SetView<Value>;
  readonly id: (item: Value) => string;
  readonly drop: Drop<SetValue<Value>>;
}

function add<Value>(
  { view, id: idOf }: Change<Value>,
  entry: Entry<SetValue<Value>>,
  value: Value,
): SetDelta<Value> | null {
  if (view.removals.take(tagOf(entry.stamp), entry)) return null;
  const item = itemOf(entry, value);
  if (!view.additions.add(item)) return null;
  const id = idOf(value);
  const additions = view.members.get(id) ?? new Ordered<Item<Value>, Stamped>(byStamp);
  additions.add(item);
  view.members.set(id, additions);
  return [changeOf(view, id)];
}

function remove<Value>(
  { view, id, drop }: Change<Value>,
  entry: Entry<SetValue<Value>>,
  tags: readonly string[],
): SetDelta<Value> | null {
  if (!view.removals.add(entry, tags)) return null;
  const taken = named(view, tags).filter((item) => takes(entry, item.entry));
  for (const item of taken) {
    drop(item.entry as Entry<SetValue<Value>>);
    leave(view, id(item.value), item);
  }
  return [...new Set(taken.map(({ value }) => id(value)))].map((each) => changeOf(view, each));
}

function forget<Value>(
  view: SetView<Value>,
  entry: Entry<SetValue<Value>>,
  idOf: (item: Value) => string,
): SetDelta<Value> | null {
  const { value } = entry;
  if ("remove" in value) return view.removals.delete(entry, value.remove) ? [] : null;
  const id = idOf(value.add);
  return leave(view, id, entry) ? [changeOf(view, id)] : null;
}

function leave<Value>(view: SetView<Value>, id: string, addition: Stamped): boolean {
  if (view.additions.delete(addition) === null) return false;
  const additions = view.members.get(id)!;
  additions.delete(addition);
  if (additions.size === 0) view.members.delete(id);
  return true;
}

function changeOf<Value>(view: SetView<Value>, id: string): SetChange<Value> {
  const additions = view.members.get(id);
  return additions === undefined ? { id } : { id, now: youngest(additions) };
}

/** Of a member, which has at least one. */
function youngest<Value>(additions: Ordered<Item<Value>, Stamped>): Item<Value> {
  return additions.at(additions.size - 1)!;
}

function named<Value>(view: SetView<Value>, tags: readonly string[]): readonly Item<Value>[] {
  return tags.flatMap((tag) => view.additions.get({ stamp: stampOf(tag)! }) ?? []);
}

function expiryOf({ entry }: Item<unknown>): number {
  return entry.expiresAt;
}
