/**
 * The note that tells everyone who the stewards are, so that a phone learns that it has become one
 * and everyone sees whose word decides. Rule A18: docs/spec/march.md.
 */
import { decode, encode } from "cborg";

export const STEWARDS_NOTE = "stewards";

/** `people`: as positions and tokens name them. */
export function encodeStewards(people: readonly string[]): Uint8Array {
  return encode(people);
}

/** Only from a node that the client trusts: the shape is not checked again. */
export function decodeStewards(bytes: Uint8Array): readonly string[] {
  return decode(bytes) as readonly string[];
}
