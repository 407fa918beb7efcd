/**
 * A record is bytes. They are signed once by their author and never encoded again: what is
 * stored, forwarded and verified is what was written. The signature also covers the name of
 * the space, which is not in the bytes, so that a record cannot be replayed into another space.
 *
 *   1  version      40  author       varint  sequence
 *   varint  stamp wall ms            varint  stamp count
 *   text  model     text  key        varint  expiry, in slots
 *   block body (CBOR)                64  signature
 *
 * Rule R1: docs/spec/replica.md.
 */
import { AUTHOR_BYTES, authorBytes, authorOf, IDENTITY_BYTES } from "./author.ts";
import { Reader, Writer } from "./bytes.ts";
import { Malformed } from "./fault.ts";
import { type Identity, sha256, type Verifier } from "./identity.ts";
import { SLOT_MS } from "./slot.ts";
import type { Stamp } from "./stamp.ts";

export const RECORD_BYTES_MAX = 4096;
export const NAME_BYTES_MAX = 128;
const VERSION = 1;
const SIGNATURE_BYTES = 64;
const text = new TextEncoder();

/** What a record says, without the signature. */
export interface Header {
  /** From 1, without gaps, for each author. */
  readonly sequence: number;
  readonly stamp: Stamp;
  readonly model: string;
  readonly key: string;
  /** Milliseconds since the epoch, a whole number of slots. */
  readonly expiresAt: number;
}

export interface SignedRecord extends Header {
  readonly body: Uint8Array;
  /** The whole record, signature included. */
  readonly bytes: Uint8Array;
}

export async function signRecord(
  header: Header,
  body: Uint8Array,
  by: { readonly identity: Identity; readonly space: string },
): Promise<SignedRecord> {
  const unsigned = encode(header, body);
  const signature = await by.identity.sign(inSpace(by.space, unsigned));
  const bytes = new Writer(unsigned.length + SIGNATURE_BYTES).raw(unsigned).raw(signature).bytes();
  return { ...header, body, bytes };
}

/** Throws `Malformed` unless the bytes are exactly one record as `signRecord` writes it. */
export function decodeRecord(bytes: Uint8Array): SignedRecord {
  const read = new Reader(bytes);
  if (read.byte() !== VERSION) throw new Malformed(`not a record of version ${VERSION}`);
  const author = authorOf(read.raw(AUTHOR_BYTES));
  const sequence = read.varint();
  if (sequence < 1) throw new Malformed("a sequence starts at 1");
  const stamp = { wallMs: read.varint(), count: read.varint(), author };
  const model = read.text(NAME_BYTES_MAX);
  const key = read.text(NAME_BYTES_MAX);
  const expiresAt = read.varint() * SLOT_MS;
  const body = read.block(RECORD_BYTES_MAX);
  read.raw(SIGNATURE_BYTES);
  read.end();
  return { sequence, stamp, model, key, expiresAt, body, bytes };
}

export function isSigned(
  record: SignedRecord,
  space: string,
  verifier: Verifier,
): Promise<boolean> {
  const split = record.bytes.length - SIGNATURE_BYTES;
  const publicKey = authorBytes(record.stamp.author).subarray(0, IDENTITY_BYTES);
  const signature = record.bytes.subarray(split);
  return verifier.verify(publicKey, inSpace(space, record.bytes.subarray(0, split)), signature);
}

/** The record's name everywhere: the hash of its bytes. */
export function recordId(record: SignedRecord): Promise<Uint8Array> {
  return sha256(record.bytes);
}

function encode(header: Header, body: Uint8Array): Uint8Array {
  return new Writer()
    .byte(VERSION)
    .raw(authorBytes(header.stamp.author))
    .varint(header.sequence)
    .varint(header.stamp.wallMs)
    .varint(header.stamp.count)
    .text(header.model)
    .text(header.key)
    .varint(header.expiresAt / SLOT_MS)
    .block(body)
    .bytes();
}

/** What is signed: a label of this use of the key, the space, the bytes. */
function inSpace(space: string, unsigned: Uint8Array): Uint8Array {
  return new Writer(unsigned.length + 64)
    .raw(text.encode("muster record 1\0"))
    .text(space)
    .raw(unsigned)
    .bytes();
}
