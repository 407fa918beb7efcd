/**
 * A model says how records fold into a view. Folding must commute, associate and be idempotent,
 * so that any order of arrival, with any repeats, gives the same view: `laws` proves it.
 *
 *   record ─► reduce(view, entry) ─► delta      something changed: subscribers hear it
 *                               └─► null       nothing new: it goes no further
 */
import { NAME_BYTES_MAX } from "./record.ts";
import type { Stamp } from "./stamp.ts";

/** A checker of values, after the Standard Schema convention (v1), which Zod and others follow. */
export interface Schema<Value> {
  readonly "~standard": {
    readonly validate: (value: unknown) => SchemaResult<Value> | Promise<SchemaResult<Value>>;
  };
}

type SchemaResult<Value> =
  | { readonly value: Value; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] };

/** What a reducer sees of a record: no bytes, no signature. */
export interface Entry<Value> {
  readonly key: string;
  readonly stamp: Stamp;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly value: Value;
}

/** Takes an entry of the empty key, reduced before, out of what is kept. */
export type Drop<Value> = (entry: Entry<Value>) => void;

/** Methods, not properties: a list of models of different types is then a list of `Model`. */
export interface Model<Value = unknown, View = unknown, Delta = unknown> {
  readonly name: string;
  readonly value: Schema<Value>;
  /**
   * Records with one key compete, and only the last that was news is kept: it alone must give the
   * view. With the empty key every record counts, and is kept. At most 128 bytes of UTF-8.
   */
  key(value: Value): string;
  initial(): View;
  /**
   * Takes an entry into the view, in place. Null: nothing new. A removal drops what it removes, so
   * that its bytes go at once; as long as the removal is held, what it removes is nothing new.
   */
  reduce(view: View, entry: Entry<Value>, drop: Drop<Value>): Delta | null;
  /** Takes an entry that was reduced out of the view again, in place. Null: it was not in it. */
  forget(view: View, entry: Entry<Value>): Delta | null;
  /**
   * The latest expiry of what the value takes away, in milliseconds since the epoch: its record
   * expires no earlier, or that would come back (R10). 0, or no such method: it takes nothing away.
   */
  outlives?(view: View, value: Value): number;
  /**
   * The value with other names for the records that it names, where it names any by `tagOf`: they
   * are stamped anew together with its own. What `tags` does not have keeps its name.
   */
  renamed?(value: Value, tags: ReadonlyMap<string, string>): Value;
  /** What the view shows as plain data, for `laws`: where the view itself is not plain. */
  plain?(view: View): unknown;
}

/** A model of any types, where only its name and its folding matter. */
export type AnyModel = Model;

/**
 * Throws `TypeError` unless every model has a name of its own that records can carry: well-formed,
 * of 1 to 128 bytes of UTF-8.
 */
export function modelsByName(models: readonly AnyModel[]): ReadonlyMap<string, AnyModel> {
  const byName = new Map<string, AnyModel>();
  for (const model of models) {
    const { name } = model;
    const bytes = new TextEncoder().encode(name).length;
    if (bytes < 1 || bytes > NAME_BYTES_MAX || !name.isWellFormed()) {
      throw new TypeError(`"${name}": the name of a model has 1 to ${NAME_BYTES_MAX} bytes`);
    }
    if (byName.has(name)) throw new TypeError(`two models have the name ${name}: one is enough`);
    byName.set(name, model);
  }
  return byName;
}
