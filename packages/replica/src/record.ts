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
const AUTHOR_AT = 1;
export const SIGNATURE_BYTES = 64;
/** Of a unit of UTF-16 in UTF-8. */
const UNIT_BYTES_MAX = 3;
const text = new TextEncoder();
/** Of this use of a key. */
const LABEL = text.encode("muster record 1\0");

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

/** What is to be signed. */
export interface Draft extends Header {
  readonly body: Uint8Array;
  readonly unsigned: Uint8Array;
}

export interface SignedRecord extends Header {
  readonly body: Uint8Array;
  /** The whole record, signature included. */
  readonly bytes: Uint8Array;
}

/** Throws `RangeError` on what no reader would take: a long name or key, or too much in all. */
export function draftRecord(header: Header, body: Uint8Array): Draft {
  const unsigned = encode(header, body);
  const bytes = unsigned.length + SIGNATURE_BYTES;
  if (bytes > RECORD_BYTES_MAX) {
    throw new RangeError(`a record of ${bytes} bytes, at most ${RECORD_BYTES_MAX}`);
  }
  return { ...header, body, unsigned };
}

export async function signRecord(
  draft: Draft,
  identity: Identity,
  space: string,
): Promise<SignedRecord> {
  const { unsigned, ...record } = draft;
  const signature = await identity.sign(inSpace(space, unsigned));
  const bytes = new Writer(unsigned.length + SIGNATURE_BYTES).raw(unsigned).raw(signature).bytes();
  return { ...record, bytes };
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
  if (!Number.isSafeInteger(expiresAt)) throw new Malformed("an expiry is over 2^53 - 1");
  const body = read.block(RECORD_BYTES_MAX);
  read.raw(SIGNATURE_BYTES);
  read.end();
  return { sequence, stamp, model, key, expiresAt, body, bytes };
}

export function isSigned(
  record: SignedRecord,
  space: string,
  verifier: Pick<Verifier, "verify">,
): Promise<boolean> {
  const split = record.bytes.length - SIGNATURE_BYTES;
  const publicKey = record.bytes.subarray(AUTHOR_AT, AUTHOR_AT + IDENTITY_BYTES);
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
    .text(named(header.model))
    .text(named(header.key))
    .varint(header.expiresAt / SLOT_MS)
    .block(body)
    .bytes();
}

function named(name: string): string {
  // Most names are surely short enough, and every record has two.
  if (name.length * UNIT_BYTES_MAX <= NAME_BYTES_MAX) return name;
  const bytes = text.encode(name).length;
  if (bytes > NAME_BYTES_MAX) {
    throw new RangeError(`a name or key of ${bytes} bytes, at most ${NAME_BYTES_MAX}`);
  }
  return name;
}

/** What is signed: the label, the space, the bytes. */
function inSpace(space: string, unsigned: Uint8Array): Uint8Array {
  return new Writer(unsigned.length + 64).raw(LABEL).text(space).raw(unsigned).bytes();
}
