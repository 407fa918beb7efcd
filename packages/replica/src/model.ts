/**
 * A model says how records fold into a view. Folding must commute, associate and be idempotent,
 * so that any order of arrival, with any repeats, gives the same view: `laws` proves it.
 *
 *   record ─► reduce(view, entry) ─► delta      something changed: subscribers hear it
 *                               └─► null       nothing new: it goes no further
 */
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

export interface Model<Value = unknown, View = unknown, Delta = unknown> {
  readonly name: string;
  readonly value: Schema<Value>;
  /** Records with one key compete, and one wins; the empty key means that every record counts. */
  readonly key: (value: Value) => string;
  readonly initial: () => View;
  /** Takes an entry into the view, in place. Null: nothing new. */
  readonly reduce: (view: View, entry: Entry<Value>) => Delta | null;
  /** Takes an entry that was reduced out of the view again, in place. Null: it was not in it. */
  readonly forget: (view: View, entry: Entry<Value>) => Delta | null;
}

/** A model of any types, where only its name and its folding matter. */
// biome-ignore lint/suspicious/noExplicitAny: a list of models has many value types at once
export type AnyModel = Model<never, never, unknown>;
