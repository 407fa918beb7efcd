/**
 * How a model's records are told briefly: of most changes only a few numbers are new, and who
 * wrote it, and all else of the value, is as it was.
 *
 * Rule M24: docs/spec/rooms.md.
 */
import type { AnyModel } from "@muster/replica";

export const WIDTH_MAX = 8;

export interface Brief<Value = unknown> {
  /** How many numbers, from 1 to 8. */
  readonly width: number;
  /** Whole numbers, from -2^51 to 2^51. Null: this value cannot be told by numbers. */
  numbersOf(value: Value): readonly number[] | null;
  /** The value with other numbers, and nothing else changed. */
  withNumbers(value: Value, numbers: readonly number[]): Value;
}

/** What a model carries as `brief`, or null: its records are told whole. */
export function briefOf(model: AnyModel): Brief | null {
  return (model as AnyModel & { readonly brief?: Brief }).brief ?? null;
}
