/**
 * One value, the last writer's: a title, a setting, who speaks. It may be cleared.
 *
 *   await space.write(title, title.set("Agenda"));
 *   title.get(space.view(title));
 *
 * Rules R10, R30: docs/spec/replica.md.
 */
import type { Model, Schema } from "../model.ts";
import { type MapDelta, type MapValue, type MapView, map } from "./map.ts";

/** A map of one key. */
const KEY = "1";

export interface RegisterModel<Value>
  extends Model<MapValue<Value>, MapView<Value>, MapDelta<Value>> {
  readonly set: (value: Value) => MapValue<Value>;
  readonly clear: () => MapValue<Value>;
  readonly get: (view: MapView<Value>) => Value | undefined;
}

export function register<Value>(options: {
  readonly name: string;
  readonly value: Schema<Value>;
}): RegisterModel<Value> {
  const { put, remove, get, ...model } = map(options);
  return {
    ...model,
    // Of another key there is nothing to see, so it is no value of this model.
    value: ofOneKey(model.value),
    set: (value) => put(KEY, value),
    clear: () => remove(KEY),
    get: (view) => get(view, KEY),
  };
}

function ofOneKey<Value>(schema: Schema<MapValue<Value>>): Schema<MapValue<Value>> {
  const validate = (value: unknown) =>
    (value as { readonly key?: unknown } | null)?.key === KEY
      ? schema["~standard"].validate(value)
      : { issues: [{ message: "not a value of a register" }] };
  return { "~standard": { validate } };
}
