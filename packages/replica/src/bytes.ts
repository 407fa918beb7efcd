/**
 * Reading and writing the bytes of records and frames: fixed fields, LEB128 varints, and
 * length-prefixed text. One value has one encoding, so a reader refuses what a writer would
 * not have written: a varint longer than needed, text that is not UTF-8, bytes left over.
 *
 * Source of the varint: DWARF 5, section 7.6, limited to 53 bits.
 */
import { Malformed } from "./fault.ts";

/** Of the eighth and last byte of a number. */
const SCALE_MAX = 128 ** 7;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A growing buffer. `bytes()` gives a view of what was written so far. */
export class Writer {
  #buffer: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(bytesExpected = 256) {
    this.#buffer = new Uint8Array(bytesExpected);
  }

  byte(value: number): this {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
    return this;
  }

  /** A whole number from 0 to 2^53 - 1. */
  varint(value: number): this {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a varint: ${value}`);
    let rest = value;
    while (rest >= 128) {
      this.byte((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    return this.byte(rest);
  }

  raw(bytes: Uint8Array): this {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** Bytes after their length. */
  block(bytes: Uint8Array): this {
    return this.varint(bytes.length).raw(bytes);
  }

  /** Refuses half a surrogate pair: its encoding would read as another text. */
  text(value: string): this {
    if (!value.isWellFormed()) throw new RangeError("a text with half a surrogate pair");
    return this.block(encoder.encode(value));
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(0, this.#length);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
    grown.set(this.#buffer);
    this.#buffer = grown;
  }
}

/** Reads what a `Writer` wrote; throws `Malformed` at the first byte it would not have written. */
export class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get position(): number {
    return this.#at;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw new Malformed("the bytes end too early");
    this.#at += 1;
    return value;
  }

  varint(): number {
    let value = 0;
    // The bound on the scale matters: many empty bytes would carry it to Infinity, and 0 to NaN.
    for (let scale = 1; scale <= SCALE_MAX; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (value > Number.MAX_SAFE_INTEGER) break;
      if (byte >= 128) continue;
      if (byte === 0 && scale > 1) throw new Malformed("a number is longer than it need be");
      return value;
    }
    throw new Malformed("a number is over 2^53 - 1");
  }

  /**
   * A count, then as many items: at most `most`, of `itemBytesMin` bytes each or more. A count beyond
   * what the bytes can hold is a lie, told for memory, and is found before anything is allocated.
   */
  list<T>(read: () => T, itemBytesMin = 1, most = Number.POSITIVE_INFINITY): readonly T[] {
    const length = this.varint();
    if (length > Math.min(most, this.left / itemBytesMin)) {
      throw new Malformed(`a list of ${length} items`);
    }
    return Array.from({ length }, read);
  }

  raw(count: number): Uint8Array {
    if (count > this.left) throw new Malformed("the bytes end too early");
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  block(bytesMax: number): Uint8Array {
    const length = this.varint();
    if (length > bytesMax) throw new Malformed(`a field has ${length} bytes, at most ${bytesMax}`);
    return this.raw(length);
  }

  text(bytesMax: number): string {
    const bytes = this.block(bytesMax);
    try {
      return decoder.decode(bytes);
    } catch (cause) {
      throw new Malformed("a text is not UTF-8", { cause });
    }
  }

  /** Call last: whoever appends bytes to a message has changed it. */
  end(): void {
    if (this.left > 0) throw new Malformed(`${this.left} bytes too many`);
  }
}
