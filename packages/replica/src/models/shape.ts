/**
 * Schemas of the values of the built-in models, written by hand: what they read is a copy with no
 * more fields than they know. A wrong value throws inside, and is an issue outside.
 */
import type { Schema } from "../model.ts";
import { stampOf, TAGS_MAX } from "../tag.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** `read` returns the value, or throws `TypeError` with what is wrong. */
export function schemaOf<Value>(read: (fields: Fields) => Value): Schema<Value> {
  const validate = (value: unknown) => {
    try {
      if (typeof value !== "object" || value === null) throw new TypeError("not an object");
      return { value: read(value as Fields) };
    } catch (error) {
      if (error instanceof TypeError) return { issues: [{ message: error.message }] };
      throw error;
    }
  };
  return { "~standard": { validate } };
}

/** The value as an application's own schema reads it. Throws `TypeError` with its issues. */
export function readBy<Value>(schema: Schema<Value>, value: unknown): Value {
  const result = schema["~standard"].validate(value);
  if (result instanceof Promise) throw new TypeError("a schema must not be async");
  if (result.issues === undefined) return result.value;
  throw new TypeError(result.issues.map(({ message }) => message).join("; "));
}

/** A name inside a model: of an item, a stroke, a person. It may have to fit a record's key. */
export function readName(value: unknown): string {
  if (typeof value === "string" && value !== "" && value.length <= 128) return value;
  throw new TypeError("a name is a text of 1 to 128 characters");
}

/** Tags that are different: from `least` to `TAGS_MAX`. */
export function readTags(value: unknown, least: number): readonly string[] {
  const tags = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const texts = tags.filter((tag) => typeof tag === "string" && stampOf(tag) !== null) as string[];
  const isWhole = Array.isArray(value) && texts.length === tags.length;
  if (isWhole && texts.length >= least && texts.length <= TAGS_MAX) {
    if (new Set(texts).size === texts.length) return texts;
  }
  throw new TypeError(`not ${least} to ${TAGS_MAX} different tags of records`);
}

export function readNumber(value: unknown, least: number, most: number): number {
  if (typeof value === "number" && value >= least && value <= most) return value;
  throw new TypeError(`not a number from ${least} to ${most}`);
}
