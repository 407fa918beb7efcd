/**
 * Ink: strokes that grow while they are drawn. A stroke belongs to its author, who begins it with
 * a style and goes on with points, as many records as it takes; its points stand in the order of
 * stamps, the strokes in that of their beginnings. A stroke is seen while its beginning is held,
 * so it expires as a whole. Removing it takes all of it that is older.
 *
 *   await space.write(ink, ink.begin("s1", { colour: 3 }, [10, 10, 11, 12]));
 *   await space.write(ink, ink.extend("s1", [12, 15]));
 *   for (const { style, points } of space.view(ink).strokes) draw(style, points());
 *   await space.write(ink, ink.remove(stroke.key));
 *
 * Rules R10, R38: docs/spec/replica.md.
 */
import type { AuthorId } from "../author.ts";
import type { Drop, Entry, Model, Schema } from "../model.ts";
import { byStamp, cut, insert, type Splice, type Stamped } from "./item.ts";
import { Ordered } from "./ordered.ts";
import { Removals, takes } from "./removals.ts";
import { type Fields, readBy, readName, schemaOf } from "./shape.ts";

export type StrokeValue<Style> =
  | { readonly stroke: string; readonly style: Style; readonly points: readonly number[] }
  | { readonly stroke: string; readonly points: readonly number[] }
  | { readonly remove: string };

type Part<Style> = Exclude<StrokeValue<Style>, { readonly remove: string }>;

export interface Stroke<Style> extends Stamped {
  /** Its author and its id: what to remove it by. */
  readonly key: string;
  readonly author: AuthorId;
  readonly style: Style;
  /** x and y in turns, as far as they are here. */
  readonly points: () => readonly number[];
}

export interface StrokesView<Style> {
  /** What is seen, the first one begun lowest. */
  readonly strokes: Ordered<Stroke<Style>, Stamped>;
  /** Also of strokes whose beginning is not here. */
  readonly parts: Map<string, Parts<Style>>;
  readonly removals: Removals;
}

interface Parts<Style> {
  readonly all: Ordered<Entry<StrokeValue<Style>>, Stamped>;
  readonly begun: Ordered<Entry<StrokeValue<Style>>, Stamped>;
  shown: Stroke<Style> | null;
}

/** Strokes that come and go, and numbers that come and go in one that stays: none, or one splice. */
export interface StrokesDelta<Style> {
  readonly strokes: readonly Splice<Stroke<Style>>[];
  readonly points: (Splice<number> & { readonly key: string }) | null;
}

export interface StrokesModel<Style>
  extends Model<StrokeValue<Style>, StrokesView<Style>, StrokesDelta<Style>> {
  /** `stroke`: 1 to 128 characters, new for each stroke of an author; x and y in turns. */
  readonly begin: (stroke: string, style: Style, points: readonly number[]) => StrokeValue<Style>;
  readonly extend: (stroke: string, points: readonly number[]) => StrokeValue<Style>;
  readonly remove: (key: string) => StrokeValue<Style>;
}

export function strokes<Style>(options: {
  readonly name: string;
  readonly style: Schema<Style>;
}): StrokesModel<Style> {
  return {
    name: options.name,
    value: schemaOf((fields) => readValue(fields, options.style)),
    key: () => "",
    initial: () => ({
      strokes: new Ordered(byStamp),
      parts: new Map(),
      removals: new Removals(),
    }),
    reduce: (view, entry, drop) =>
      "remove" in entry.value
        ? remove(view, { entry, key: entry.value.remove, drop })
        : add(view, entry, entry.value),
    forget,
    outlives: (view, value) => {
      if (!("remove" in value)) return 0;
      let latestMs = 0;
      for (const part of view.parts.get(value.remove)?.all ?? []) {
        latestMs = Math.max(latestMs, part.expiresAt);
      }
      return latestMs;
    },
    plain: ({ strokes: shown, parts, removals }) => ({
      shown: Array.from(shown, ({ points, ...rest }) => ({ ...rest, points: points() })),
      parts: new Map([...parts].map(([key, { all }]) => [key, [...all]])),
      removals: removals.plain(),
    }),
    begin: (stroke, style, points) => ({ stroke, style, points }),
    extend: (stroke, points) => ({ stroke, points }),
    remove: (key) => ({ remove: key }),
  };
}

function add<Style>(
  view: StrokesView<Style>,
  entry: Entry<StrokeValue<Style>>,
  value: Part<Style>,
): StrokesDelta<Style> | null {
  const key = keyOf(entry, value.stroke);
  if (view.removals.take(key, entry)) return null;
  const parts = view.parts.get(key) ?? {
    all: new Ordered<Entry<StrokeValue<Style>>, Stamped>(byStamp, (part) => pointsOf(part).length),
    begun: new Ordered<Entry<StrokeValue<Style>>, Stamped>(byStamp),
    shown: null,
  };
  if (!parts.all.add(entry)) return null;
  view.parts.set(key, parts);
  if ("style" in value) parts.begun.add(entry);
  const at = parts.all.weightBefore(entry);
  return changed(view, key, { at, removed: 0, added: value.points });
}

function remove<Style>(
  view: StrokesView<Style>,
  removal: {
    readonly entry: Entry<StrokeValue<Style>>;
    readonly key: string;
    readonly drop: Drop<StrokeValue<Style>>;
  },
): StrokesDelta<Style> | null {
  const { entry, key, drop } = removal;
  if (!view.removals.add(entry, [key])) return null;
  const parts = view.parts.get(key);
  const taken = [...(parts?.all ?? [])].filter((part) => takes(entry, part));
  const before = parts?.all.weight ?? 0;
  for (const part of taken) {
    parts?.all.delete(part);
    parts?.begun.delete(part);
    drop(part);
  }
  if (taken.length === 0) return { strokes: [], points: null };
  // Some may be left, where others last longer or were drawn meanwhile: then all are told anew.
  const added = [...(parts?.all ?? [])].flatMap(pointsOf);
  return changed(view, key, { at: 0, removed: before, added });
}

function forget<Style>(
  view: StrokesView<Style>,
  entry: Entry<StrokeValue<Style>>,
): StrokesDelta<Style> | null {
  const { value } = entry;
  if ("remove" in value) {
    return view.removals.delete(entry, [value.remove]) ? { strokes: [], points: null } : null;
  }
  const key = keyOf(entry, value.stroke);
  const parts = view.parts.get(key);
  const at = parts?.all.weightBefore(entry) ?? 0;
  if (parts === undefined || parts.all.delete(entry) === null) return null;
  parts.begun.delete(entry);
  return changed(view, key, { at, removed: value.points.length, added: [] });
}

/** Shows the stroke as its parts now have it; its first beginning says where, and in what style. */
function changed<Style>(
  view: StrokesView<Style>,
  key: string,
  points: Splice<number>,
): StrokesDelta<Style> {
  const parts = view.parts.get(key)!;
  const first = parts.begun.at(0);
  if (parts.all.size === 0) view.parts.delete(key);
  const { shown } = parts;
  if (shown !== null && first !== null && byStamp(shown, first) === 0) {
    return { strokes: [], points: { ...points, key } };
  }
  const gone = shown === null ? null : cut(view.strokes, shown);
  parts.shown = first === null ? null : strokeOf(key, first, parts.all);
  const come = parts.shown === null ? null : insert(view.strokes, parts.shown);
  return { strokes: [gone, come].filter((splice) => splice !== null), points: null };
}

function strokeOf<Style>(
  key: string,
  { stamp, value }: Entry<StrokeValue<Style>>,
  parts: Iterable<Entry<StrokeValue<Style>>>,
): Stroke<Style> {
  const { style } = value as { readonly style: Style };
  return { key, author: stamp.author, style, stamp, points: () => [...parts].flatMap(pointsOf) };
}

function pointsOf<Style>({ value }: Entry<StrokeValue<Style>>): readonly number[] {
  return (value as Part<Style>).points;
}

/** Nobody else can name a stroke so: the author is that of the record. */
function keyOf({ stamp }: Stamped, stroke: string): string {
  return `${stamp.author}/${stroke}`;
}

function readValue<Style>(fields: Fields, style: Schema<Style>): StrokeValue<Style> {
  if ("remove" in fields) {
    if (typeof fields["remove"] === "string" && KEY.test(fields["remove"])) {
      return { remove: fields["remove"] };
    }
    throw new TypeError("not the key of a stroke");
  }
  const stroke = readName(fields["stroke"]);
  const points = readPoints(fields["points"]);
  return "style" in fields
    ? { stroke, style: readBy(style, fields["style"]), points }
    : { stroke, points };
}

const KEY = /^[0-9a-f]{80}\/.{1,128}$/su;

function readPoints(value: unknown): readonly number[] {
  if (Array.isArray(value) && value.length % 2 === 0) {
    const numbers = value as readonly unknown[];
    if (numbers.every((each) => Number.isFinite(each))) return numbers as readonly number[];
  }
  throw new TypeError("points are pairs of finite numbers");
}
