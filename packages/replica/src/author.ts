/**
 * Who wrote a record: an identity (an Ed25519 public key) and an incarnation of it. An identity
 * may be open twice, in two tabs or restored from a backup; each opening draws a new
 * incarnation, so that the two never number their records alike.
 */
declare const brand: unique symbol;

/** 80 hexadecimal digits: 32 bytes of public key, 8 of incarnation. */
export type AuthorId = string & { readonly [brand]: "AuthorId" };

export const IDENTITY_BYTES = 32;
const INCARNATION_BYTES = 8;
export const AUTHOR_BYTES = IDENTITY_BYTES + INCARNATION_BYTES;

const DIGITS = new TextEncoder().encode("0123456789abcdef");
const decoder = new TextDecoder();

export function authorOf(bytes: Uint8Array): AuthorId {
  if (bytes.length !== AUTHOR_BYTES) throw new RangeError(`an author has ${AUTHOR_BYTES} bytes`);
  // Through bytes: a text grown piece by piece stays a tree of 80 pieces, 2 kB in each record.
  const text = new Uint8Array(2 * AUTHOR_BYTES);
  for (let i = 0; i < AUTHOR_BYTES; i += 1) {
    text[2 * i] = DIGITS[bytes[i]! >> 4]!;
    text[2 * i + 1] = DIGITS[bytes[i]! & 15]!;
  }
  return decoder.decode(text) as AuthorId;
}

export function authorBytes(author: AuthorId): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(AUTHOR_BYTES);
  for (let i = 0; i < AUTHOR_BYTES; i += 1) bytes[i] = parseInt(author.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** The public key of an author, as 64 hexadecimal digits: the same in every incarnation. */
export function identityOf(author: AuthorId): string {
  return author.slice(0, 2 * IDENTITY_BYTES);
}
