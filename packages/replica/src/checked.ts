/** Values as a model's schema judges them, written or read. Rules R1, R2: docs/spec/replica.md. */
import { decode } from "cborg";
import type { Model } from "./model.ts";

export type Checked<Value> = { readonly value: Value } | { readonly reason: string };

export function checkBody<Value>(model: Model<Value>, body: Uint8Array): Checked<Value> {
  try {
    return checkValue(model, decode(body));
  } catch (error) {
    // Not CBOR, or a schema that throws: a stranger's bytes must not decide which.
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

export function checkValue<Value>(model: Model<Value>, value: unknown): Checked<Value> {
  const result = model.value["~standard"].validate(value);
  if (result instanceof Promise) throw new TypeError(`${model.name}: its schema must not be async`);
  if (result.issues === undefined) return { value: result.value };
  return { reason: result.issues.map((issue) => issue.message).join("; ") };
}

export function valid<Value>(model: Model<Value>, checked: Checked<Value>): Value {
  if ("reason" in checked) throw new TypeError(`${model.name}: ${checked.reason}`);
  return checked.value;
}
