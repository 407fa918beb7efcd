/**
 * The wire between a client and its edge: one message is one WebSocket frame of bytes.
 *
 * The first byte names the message, then come its fields in the order of `SCHEMA`, which is the
 * whole grammar: encoder and decoder both follow it, and a test pins its hash to `WIRE_VERSION`.
 * A channel is the client's number for one room on this connection.
 *
 * Written down in docs/spec/rooms-wire.md.
 */
import { Malformed, RECORD_BYTES_MAX, Reader, Writer } from "@muster/replica";
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

type Schema = typeof SCHEMA;
type Fields<Name extends keyof Schema> = {
  readonly [F in keyof Schema[Name]["fields"]]: Schema[Name]["fields"][F] extends keyof FieldTypes
    ? FieldTypes[Schema[Name]["fields"][F]]
    : never;
};
export type MessageName = keyof Schema;
export type Message<Name extends MessageName = MessageName> = {
  [N in Name]: { readonly is: N } & Fields<N>;
}[Name];

const TEXT_BYTES_MAX = 4096;
const BLOCK_BYTES_MAX = 65_536;
const LIST_MAX = 100_000;
const SIGNATURE_BYTES = 64;

const MESSAGE_NAMES = Object.keys(SCHEMA) as MessageName[];
const NAMES: ReadonlyMap<number, MessageName> = new Map(
  MESSAGE_NAMES.map((name) => [SCHEMA[name].code, name]),
);
/** The fields of each message in their order, taken apart once. */
const FIELDS = new Map(MESSAGE_NAMES.map((name) => [name, Object.entries(SCHEMA[name].fields)]));

/** Throws `RangeError` on what no reader would take. */
export function encodeMessage(message: Message): Uint8Array<ArrayBuffer> {
  const writer = new Writer().byte(SCHEMA[message.is].code);
  const values = message as unknown as Readonly<Record<string, never>>;
  for (const [name, type] of FIELDS.get(message.is)!) WRITE[type](writer, values[name]!);
  return writer.bytes();
}

/** Throws `Malformed` unless the bytes are exactly one message as `encodeMessage` writes it. */
export function decodeMessage(bytes: Uint8Array): Message {
  const reader = new Reader(bytes);
  const code = reader.byte();
  const is = NAMES.get(code);
  if (is === undefined) throw new Malformed(`no message has the number ${code}`);
  const message: Record<string, unknown> = { is };
  for (const [name, type] of FIELDS.get(is)!) message[name] = READ[type](reader);
  reader.end();
  return message as unknown as Message;
}

const WRITE: { [T in keyof FieldTypes]: (to: Writer, value: FieldTypes[T]) => void } = {
  n: (to, value) => to.varint(value),
  t: (to, value) => to.text(value),
  b: (to, value) => to.block(upTo(BLOCK_BYTES_MAX, value)),
  r: (to, records) => {
    to.varint(upTo(LIST_MAX, records).length);
    for (const record of records) to.block(record);
  },
  o: (to, notes) => {
    to.varint(upTo(LIST_MAX, notes).length);
    for (const { name, body } of notes) {
      to.text(upTo(NOTE_NAME_BYTES_MAX, name)).block(upTo(BLOCK_BYTES_MAX, body));
    }
  },
  k: (to, known) => {
    to.varint(upTo(KNOWN_ROLLS_MAX, known).length);
    for (const { roll, seq } of known) to.varint(roll).varint(seq);
  },
  l: (to, value) => to.block(upTo(BATCH_BYTES_MAX, value)),
  m: (to, blocks) => {
    to.varint(upTo(LIST_MAX, blocks).length);
    for (const block of blocks) to.block(upTo(BATCH_BYTES_MAX, block));
  },
  s: (to, value) => {
    if (value.length !== SIGNATURE_BYTES) throw new RangeError("a signature has 64 bytes");
    to.raw(value);
  },
};

const READ: { [T in keyof FieldTypes]: (from: Reader) => FieldTypes[T] } = {
  n: (from) => from.varint(),
  t: (from) => from.text(TEXT_BYTES_MAX),
  b: (from) => from.block(BLOCK_BYTES_MAX),
  r: (from) => list(from, () => from.block(RECORD_BYTES_MAX)),
  o: (from) =>
    list(from, () => ({ name: from.text(NOTE_NAME_BYTES_MAX), body: from.block(BLOCK_BYTES_MAX) })),
  k: (from) => list(from, () => ({ roll: from.varint(), seq: from.varint() }), KNOWN_ROLLS_MAX),
  l: (from) => from.block(BATCH_BYTES_MAX),
  m: (from) => list(from, () => from.block(BATCH_BYTES_MAX)),
  s: (from) => from.raw(SIGNATURE_BYTES),
};

function list<T>(from: Reader, read: () => T, most = LIST_MAX): readonly T[] {
  const count = from.varint();
  // Each item takes a byte at least, so a count beyond what is left is a lie, told for memory.
  if (count > Math.min(most, from.left)) throw new Malformed(`a list of ${count} items`);
  return Array.from({ length: count }, read);
}

/** What is too long is a bug here, not a surprise for everyone who reads it. */
function upTo<T extends { readonly length: number }>(max: number, value: T): T {
  if (value.length > max)
    throw new RangeError(`a field has a length of ${value.length}, at most ${max}`);
  return value;
}
