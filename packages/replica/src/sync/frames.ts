/**
 * Cuts a stream of bytes into frames, wherever the stream itself was cut: a length (varint), then
 * that many bytes. Holds at most one frame that is not whole, and at most twice what came of it.
 *
 * Rule R41: docs/spec/replica-wire.md.
 */
import { Writer } from "../bytes.ts";
import { Malformed } from "../fault.ts";

export const FRAME_BYTES_MAX = 65_536;
/** Of a length. */
const LENGTH_BYTES_MAX = 3;

export function frame(message: Uint8Array): Uint8Array<ArrayBuffer> {
  if (message.length < 1 || message.length > FRAME_BYTES_MAX) {
    throw new RangeError(`a frame of ${message.length} bytes, at most ${FRAME_BYTES_MAX}`);
  }
  return new Writer(message.length + LENGTH_BYTES_MAX).block(message).bytes();
}

const NOTHING = new Uint8Array();

export class Frames {
  /** What came of a frame that is not whole: the first `#length` bytes. Grows as they come. */
  #buffer: Uint8Array = NOTHING;
  #length = 0;

  /** The frames that are whole with this chunk. Throws `Malformed` on a length that none has. */
  *take(chunk: Uint8Array): Iterable<Uint8Array> {
    let bytes = this.#length === 0 ? chunk : this.#append(chunk);
    for (;;) {
      const head = lengthOf(bytes);
      if (head === null || bytes.length < head.from + head.length) break;
      yield bytes.subarray(head.from, head.from + head.length);
      bytes = bytes.subarray(head.from + head.length);
    }
    if (bytes.buffer === this.#buffer.buffer && bytes.length === this.#length) return;
    // Copied: a chunk belongs to whoever gave it.
    this.#buffer = bytes.length === 0 ? NOTHING : bytes.slice();
    this.#length = bytes.length;
  }

  /** Twice the room whenever it is full: bytes that come one by one are not copied each time. */
  #append(chunk: Uint8Array): Uint8Array {
    const length = this.#length + chunk.length;
    if (length > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(length, 2 * this.#buffer.length));
      grown.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = grown;
    }
    this.#buffer.set(chunk, this.#length);
    this.#length = length;
    return this.#buffer.subarray(0, length);
  }
}

interface Head {
  readonly from: number;
  readonly length: number;
}

/** Null: the length itself is not whole. */
function lengthOf(bytes: Uint8Array): Head | null {
  let length = 0;
  for (let at = 0; at < Math.min(bytes.length, LENGTH_BYTES_MAX); at += 1) {
    const byte = bytes[at]!;
    length += (byte & 127) * 128 ** at;
    if (byte >= 128) continue;
    const isCanonical = length >= 1 && (byte > 0 || at === 0);
    if (!isCanonical || length > FRAME_BYTES_MAX) throw new Malformed(`a frame of ${length} bytes`);
    return { from: at + 1, length };
  }
  if (bytes.length >= LENGTH_BYTES_MAX) throw new Malformed("a frame without an end of its length");
  return null;
}
