/** 16 bytes as one number, first byte first: digests, and the marks of authors. */
import type { Reader, Writer } from "./bytes.ts";

export const DIGEST_BYTES = 16;
const HALF_BITS = 64n;
const HALF = (1n << HALF_BITS) - 1n;

export function writeDigest(to: Writer, digest: bigint): void {
  const bytes = new Uint8Array(DIGEST_BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, digest >> HALF_BITS);
  view.setBigUint64(8, digest & HALF);
  to.raw(bytes);
}

export function readDigest(from: Reader): bigint {
  return digestOf(from.raw(DIGEST_BYTES));
}

/** The first 16 bytes as a number. Throws `RangeError` where there are fewer. */
export function digestOf(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (view.getBigUint64(0) << HALF_BITS) | view.getBigUint64(8);
}
