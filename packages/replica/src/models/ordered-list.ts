/**
 * A short list that people order by hand: insert, change, move, remove. Each item has an id that
 * its maker gives it and a position between its neighbours, and the last writer of an item wins,
 * value and position at once. Long texts are not for it.
 *
 *   const by = identity.author;
 *   await space.write(tasks, tasks.insert(view, { id, value: "call Ann", after: null, by }));
 *   await space.write(tasks, tasks.move(view, { id, before: "other", by }));
 *   Array.from(space.view(tasks).items, ({ value }) => value);
 *
 * Rules R10, R36: docs/spec/replica.md.
 */
import { type AuthorId, IDENTITY_BYTES } from "../author.ts";
import type { Entry, Model, Schema } from "../model.ts";
import { byStamp, cut, type Item, insert, itemOf, type Splice } from "./item.ts";
import { Ordered } from "./ordered.ts";
import { between, comparePositions, type Position, STEP_MAX, STEPS_MAX } from "./position.ts";
import { type Fields, readBy, readName, readNumber, schemaOf } from "./shape.ts";

export type ListValue<Value> =
  | { readonly id: string; readonly at: Position; readonly value: Value }
  | { readonly id: string; readonly gone: true };

export interface ListItem<Value> extends Item<Value> {
  readonly id: string;
  readonly at: Position;
}

type Place = Pick<ListItem<unknown>, "at" | "id">;

export interface ListView<Value> {
  readonly items: Ordered<ListItem<Value>, Place>;
  readonly byId: Map<string, ListItem<Value>>;
  /** What was removed, until it would have expired. */
  readonly gone: Map<string, Entry<unknown>>;
}

export type ListDelta<Value> = readonly Splice<ListItem<Value>>[];

/** Beside which item, by its id; after null is at the start, before null at the end. */
export type Beside = { readonly after: string | null } | { readonly before: string | null };

/** `by` is one's own author: what one author inserts in a row stays together. */
export type Target = Beside & { readonly id: string; readonly by: AuthorId };

/** The first three throw `RangeError` where an id is not in the list, or no place is left. */
export interface ListModel<Value>
  extends Model<ListValue<Value>, ListView<Value>, ListDelta<Value>> {
  /** `id`: 1 to 128 bytes, never used before in this list. Throws `RangeError` if it is there. */
  readonly insert: (
    view: ListView<Value>,
    item: Target & { readonly value: Value },
  ) => ListValue<Value>;
  readonly move: (view: ListView<Value>, target: Target) => ListValue<Value>;
  readonly change: (view: ListView<Value>, id: string, value: Value) => ListValue<Value>;
  readonly remove: (id: string) => ListValue<Value>;
}

export function orderedList<Value>(options: {
  readonly name: string;
  readonly value: Schema<Value>;
}): ListModel<Value> {
  return {
    name: options.name,
    value: schemaOf((fields): ListValue<Value> => {
      const id = readName(fields["id"]);
      if (fields["gone"] === true) return { id, gone: true };
      return { id, at: readPosition(fields["at"]), value: readBy(options.value, fields["value"]) };
    }),
    key: ({ id }) => id,
    initial: () => ({ items: new Ordered(byPlace), byId: new Map(), gone: new Map() }),
    reduce,
    forget,
    plain: ({ items, byId, gone }) => ({ items: [...items], byId, gone }),
    insert: (view, { value, ...target }) => {
      if (view.byId.has(target.id)) throw new RangeError(`${target.id} is in the list already`);
      return { id: target.id, at: placeFor(view, target), value };
    },
    move: (view, target) => {
      const { id, value } = itemAt(view, target.id);
      return { id, at: placeFor(view, target), value };
    },
    change: (view, id, value) => ({ id, at: itemAt(view, id).at, value }),
    remove: (id) => ({ id, gone: true }),
  };
}

function reduce<Value>(
  view: ListView<Value>,
  entry: Entry<ListValue<Value>>,
): ListDelta<Value> | null {
  const { value } = entry;
  const held = view.byId.get(value.id);
  const last = held ?? view.gone.get(value.id);
  if (last !== undefined && byStamp(entry, last) <= 0) return null;
  const left = held === undefined ? [] : leave(view, held);
  view.gone.delete(value.id);
  if ("gone" in value) {
    view.gone.set(value.id, entry);
    return left;
  }
  const item = { ...itemOf(entry, value.value), id: value.id, at: value.at };
  view.byId.set(value.id, item);
  return [...left, insert(view.items, item)!];
}

function forget<Value>(
  view: ListView<Value>,
  entry: Entry<ListValue<Value>>,
): ListDelta<Value> | null {
  const { id } = entry.value;
  const held = view.byId.get(id);
  if (held !== undefined) return byStamp(held, entry) === 0 ? leave(view, held) : null;
  const gone = view.gone.get(id);
  if (gone === undefined || byStamp(gone, entry) !== 0) return null;
  view.gone.delete(id);
  return [];
}

function leave<Value>(view: ListView<Value>, item: ListItem<Value>): ListDelta<Value> {
  view.byId.delete(item.id);
  return [cut(view.items, item)!];
}

function placeFor<Value>(view: ListView<Value>, target: Target): Position {
  const { items } = view;
  const beside = "after" in target ? target.after : target.before;
  const end = "after" in target ? 0 : items.size;
  const other = beside === null ? null : itemAt(view, beside);
  const index = other === null ? end : items.indexOf(other) + Number("after" in target);
  return between({
    left: items.at(index - 1)?.at ?? null,
    right: items.at(index)?.at ?? null,
    by: shortOf(target.by),
    item: target.id,
  });
}

function itemAt<Value>({ byId }: ListView<Value>, id: string): ListItem<Value> {
  const item = byId.get(id);
  if (item !== undefined) return item;
  throw new RangeError(`no item ${id} in the list`);
}

/** Of an incarnation, 8 digits: enough to know one's own runs. */
function shortOf(author: AuthorId): string {
  return author.slice(2 * IDENTITY_BYTES, 2 * IDENTITY_BYTES + 8);
}

/** Two items may have one position only where somebody made it up: then their ids say. */
function byPlace(a: Place, b: Place): number {
  const order = comparePositions(a.at, b.at);
  if (order !== 0) return order;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

function readPosition(value: unknown): Position {
  if (!Array.isArray(value) || value.length < 1 || value.length > STEPS_MAX) {
    throw new TypeError(`a position has 1 to ${STEPS_MAX} steps`);
  }
  return (value as readonly unknown[]).map((step) => {
    const { order, run, index } = (step ?? {}) as Fields;
    return { order: readStep(order), run: readRun(run), index: readStep(index) };
  });
}

function readStep(value: unknown): number {
  if (Number.isInteger(value)) return readNumber(value, -STEP_MAX, STEP_MAX);
  throw new TypeError("an order and an index are whole numbers");
}

function readRun(value: unknown): string {
  if (typeof value === "string" && value.length <= 160) return value;
  throw new TypeError("a run has a name of at most 160 characters");
}
