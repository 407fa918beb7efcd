/**
 * The wire between two replicas: a stream of bytes, cut into frames, each one message.
 *
 * The first byte names the message, then come its fields in the order of `SCHEMA`, which is the
 * whole grammar: encoder and decoder both follow it, and a test pins its hash to `SYNC_VERSION`.
 * A slot is an expiry in units of 10 s.
 *
 * Rule R41; written down in docs/spec/replica-wire.md.
 */
import { Reader, Writer } from "../bytes.ts";
import { Malformed } from "../fault.ts";
import { RECORD_BYTES_MAX } from "../record.ts";
import { readDigest, writeDigest } from "./wire-digest.ts";
import { readSeen, type SlotSeen, writeSeen } from "./wire-seen.ts";
import { readSlots, type SlotDigest, writeSlots } from "./wire-slots.ts";

export const SYNC_VERSION = 1;

/** n number, d 16 bytes, r one record to the end, s digests of slots, v what was seen of authors. */
export const SCHEMA = {
  hello: { code: 1, fields: { version: "n", from: "n", digest: "d" } },
  /** To a hello whose slots begin later than one's own: all of them are the same here. */
  same: { code: 2, fields: {} },
  /** All slots of the sender that are not empty, from `from` and before `to`. */
  slots: { code: 3, fields: { space: "d", last: "n", from: "n", to: "n", slots: "s" } },
  /** What the sender has seen in slots that differ, and please say the same. */
  ask: { code: 4, fields: { last: "n", seen: "v" } },
  /** The answer to it. */
  seen: { code: 5, fields: { last: "n", seen: "v" } },
  record: { code: 6, fields: { bytes: "r" } },
  /** Everything that the other lacked when it said what it has seen was sent. */
  done: { code: 7, fields: {} },
  /** So many records more may be sent. */
  credit: { code: 8, fields: { records: "n" } },
  when: { code: 9, fields: {} },
  time: { code: 10, fields: { nowMs: "n" } },
} as const;

interface FieldTypes {
  readonly n: number;
  readonly d: bigint;
  readonly r: Uint8Array;
  readonly s: readonly SlotDigest[];
  readonly v: readonly SlotSeen[];
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

const MESSAGE_NAMES = Object.keys(SCHEMA) as MessageName[];
const NAMES: ReadonlyMap<number, MessageName> = new Map(
  MESSAGE_NAMES.map((name) => [SCHEMA[name].code, name]),
);
const FIELDS = new Map(
  MESSAGE_NAMES.map((name) => [
    name,
    Object.entries(SCHEMA[name].fields) as [string, keyof FieldTypes][],
  ]),
);

/** Throws `RangeError` on a number that no reader would take. */
export function encodeMessage(message: Message): Uint8Array<ArrayBuffer> {
  const bytesExpected = message.is === "record" ? message.bytes.length + 1 : 64;
  const writer = new Writer(bytesExpected).byte(SCHEMA[message.is].code);
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
  d: writeDigest,
  r: (to, bytes) => to.raw(bytes),
  s: writeSlots,
  v: writeSeen,
};

const READ: { [T in keyof FieldTypes]: (from: Reader) => FieldTypes[T] } = {
  n: (from) => from.varint(),
  d: (from) => readDigest(from),
  r: (from) => {
    if (from.left > RECORD_BYTES_MAX) throw new Malformed(`a record of ${from.left} bytes`);
    return from.raw(from.left);
  },
  s: readSlots,
  v: readSeen,
};
