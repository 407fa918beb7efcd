/**
 * The wire between a client and its edge: one message is one WebSocket frame of bytes.
 *
 * The first byte names the message, then come its fields in the order of `SCHEMA`, which is the
 * whole grammar: replica's `grammar` follows it, and a test pins its hash to `WIRE_VERSION`.
 * A channel is the client's number for one room on this connection.
 *
 * Written down in docs/spec/rooms-wire.md.
 */
import {
  type FieldCodecs,
  grammar,
  type MessageOf,
  RECORD_BYTES_MAX,
  type Reader,
} from "@muster/replica";
import type { Known } from "./batch.ts";
import { BATCH_BYTES_MAX, KNOWN_ROLLS_MAX, NOTE_NAME_BYTES_MAX } from "./limits.ts";

/** What the body of a batch is. */
export { type Batch, decodeBatch, encodeBatch } from "./batch.ts";

export const WIRE_VERSION = 2;

/**
 * Field types: n varint, t text, b block of bytes, r list of records, o list of notes, k states of
 * rolls, l a long block, m list of long blocks, s signature.
 */
export const SCHEMA = {
  // client to edge
  hello: { code: 1, fields: { version: "n" } },
  /** `known` are states under the fence that follows; there is none before the first joined. */
  join: {
    code: 2,
    fields: {
      channel: "n",
      kind: "t",
      id: "t",
      token: "t",
      counter: "n",
      nonce: "n",
      known: "k",
    },
  },
  write: { code: 3, fields: { channel: "n", request: "n", record: "b" } },
  call: { code: 4, fields: { channel: "n", request: "n", name: "t", args: "b" } },
  leave: { code: 5, fields: { channel: "n" } },
  here: { code: 6, fields: {} },
  // edge to client
  joined: {
    code: 32,
    fields: {
      channel: "n",
      counter: "n",
      nonce: "n",
      nowMs: "n",
      erasedWallMs: "n",
      erasedCount: "n",
      records: "r",
      notes: "o",
      nodeKey: "b",
      rolls: "m",
    },
  },
  frame: {
    code: 33,
    fields: {
      channel: "n",
      counter: "n",
      nonce: "n",
      erasedWallMs: "n",
      erasedCount: "n",
      records: "r",
      notes: "o",
    },
  },
  /** `code` is empty when the write was taken, else why it was not. */
  taken: { code: 34, fields: { channel: "n", request: "n", code: "t", reason: "t" } },
  /** `code` is empty when `result` (CBOR) is the answer, else why there is none. */
  answer: {
    code: 35,
    fields: { channel: "n", request: "n", code: "t", reason: "t", result: "b" },
  },
  /** The room is closed to this client; the connection stays. */
  left: { code: 36, fields: { channel: "n", code: "t", reason: "t" } },
  beat: { code: 37, fields: { nowMs: "n" } },
  /** What changed in a roll: `body` is of `batch.ts`, and the node has signed it. */
  batch: {
    code: 38,
    fields: { channel: "n", counter: "n", nonce: "n", body: "l", signature: "s" },
  },
} as const;

/** What the owner says to an audience beside records: small, named, only the newest counts. */
export interface Note {
  readonly name: string;
  readonly body: Uint8Array;
}

interface FieldTypes {
  readonly n: number;
  readonly t: string;
  readonly b: Uint8Array;
  readonly r: readonly Uint8Array[];
  readonly o: readonly Note[];
  readonly k: readonly Known[];
  readonly l: Uint8Array;
  readonly m: readonly Uint8Array[];
  readonly s: Uint8Array;
}

export type MessageName = keyof typeof SCHEMA;
export type Message<Name extends MessageName = MessageName> = MessageOf<
  typeof SCHEMA,
  FieldTypes,
  Name
>;

const TEXT_BYTES_MAX = 4096;
const BLOCK_BYTES_MAX = 65_536;
const LIST_MAX = 100_000;
const SIGNATURE_BYTES = 64;

const { encode, decode } = grammar<FieldTypes, typeof SCHEMA>(SCHEMA, {
  n: { write: (to, value) => to.varint(value), read: (from) => from.varint() },
  t: { write: (to, value) => to.text(value), read: (from) => from.text(TEXT_BYTES_MAX) },
  b: block(BLOCK_BYTES_MAX),
  r: {
    write: (to, records) => {
      to.varint(upTo(LIST_MAX, records).length);
      for (const record of records) to.block(record);
    },
    read: (from) => from.list(() => from.block(RECORD_BYTES_MAX), 1, LIST_MAX),
  },
  o: {
    write: (to, notes) => {
      to.varint(upTo(LIST_MAX, notes).length);
      for (const { name, body } of notes) {
        to.text(upTo(NOTE_NAME_BYTES_MAX, name)).block(upTo(BLOCK_BYTES_MAX, body));
      }
    },
    read: (from) => from.list(() => readNote(from), 1, LIST_MAX),
  },
  k: {
    write: (to, known) => {
      to.varint(upTo(KNOWN_ROLLS_MAX, known).length);
      for (const { roll, seq } of known) to.varint(roll).varint(seq);
    },
    read: (from) =>
      from.list(() => ({ roll: from.varint(), seq: from.varint() }), 1, KNOWN_ROLLS_MAX),
  },
  l: block(BATCH_BYTES_MAX),
  m: {
    write: (to, blocks) => {
      to.varint(upTo(LIST_MAX, blocks).length);
      for (const each of blocks) to.block(upTo(BATCH_BYTES_MAX, each));
    },
    read: (from) => from.list(() => from.block(BATCH_BYTES_MAX), 1, LIST_MAX),
  },
  s: {
    write: (to, value) => {
      if (value.length !== SIGNATURE_BYTES) throw new RangeError("a signature has 64 bytes");
      to.raw(value);
    },
    read: (from) => from.raw(SIGNATURE_BYTES),
  },
});

/** Throws `RangeError` on what no reader would take. */
export function encodeMessage(message: Message): Uint8Array<ArrayBuffer> {
  return encode(message);
}

/** Throws `Malformed` unless the bytes are exactly one message as `encodeMessage` writes it. */
export function decodeMessage(bytes: Uint8Array): Message {
  return decode(bytes);
}

function block(bytesMax: number): FieldCodecs<FieldTypes>["b"] {
  return {
    write: (to, value) => to.block(upTo(bytesMax, value)),
    read: (from) => from.block(bytesMax),
  };
}

function readNote(from: Reader): Note {
  return { name: from.text(NOTE_NAME_BYTES_MAX), body: from.block(BLOCK_BYTES_MAX) };
}

/** What is too long is a bug here, not a surprise for everyone who reads it. */
function upTo<T extends { readonly length: number }>(max: number, value: T): T {
  if (value.length > max)
    throw new RangeError(`a field has a length of ${value.length}, at most ${max}`);
  return value;
}
