/**
 * When two values are the same: a text for each value, equal for what is equal and for nothing
 * else. Of plain data the content counts, of everything else (a date, a function) which it is.
 */

/** Deeper values are refused: whoever sends one must not decide how much stack we have. */
const DEPTH_MAX = 100;

export type PlainObject = Readonly<Record<string, unknown>>;

export class Sameness {
  readonly #others = new Map<unknown, number>();

  /** Throws `RangeError` on what is deeper than `DEPTH_MAX`. */
  textOf(value: unknown, depth = 0): string {
    if (depth > DEPTH_MAX) throw new RangeError(`a value of more than ${DEPTH_MAX} levels`);
    if (typeof value === "string") return JSON.stringify(value);
    if (Object.is(value, -0)) return "-0";
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value === "number" || typeof value === "boolean") return `${value}`;
    if (value === null || value === undefined) return `${value}`;
    if (Array.isArray(value)) {
      return `[${value.map((each) => this.textOf(each, depth + 1)).join()}]`;
    }
    if (isPlainObject(value)) return `{${this.#fieldsOf(value, depth)}}`;
    if (value instanceof Uint8Array) return `bytes ${value.join(" ")}`;
    return `other ${this.#numberOf(value)}`;
  }

  #fieldsOf(value: PlainObject, depth: number): string {
    return Object.keys(value)
      .toSorted()
      .map((key) => `${JSON.stringify(key)}:${this.textOf(value[key], depth + 1)}`)
      .join();
  }

  #numberOf(value: unknown): number {
    const number = this.#others.get(value) ?? this.#others.size;
    this.#others.set(value, number);
    return number;
  }
}

export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
