/**
 * The wire between two replicas: a stream of bytes, cut into frames, each one message.
 *
 * The first byte names the message, then come its fields in the order of `SCHEMA`, which is the
 * whole grammar: `grammar.ts` follows it, and a test pins its hash to `SYNC_VERSION`.
 * A slot is an expiry in units of 10 s.
 *
 * Rule R41; written down in docs/spec/replica-wire.md.
 */
import { readDigest, writeDigest } from "../digest.ts";
import { Malformed } from "../fault.ts";
import { grammar, type MessageOf } from "../grammar.ts";
import { RECORD_BYTES_MAX } from "../record.ts";
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

export type MessageName = keyof typeof SCHEMA;
export type Message<Name extends MessageName = MessageName> = MessageOf<
  typeof SCHEMA,
  FieldTypes,
  Name
>;

const { encode, decode } = grammar<FieldTypes, typeof SCHEMA>(SCHEMA, {
  n: { write: (to, value) => to.varint(value), read: (from) => from.varint() },
  d: { write: writeDigest, read: readDigest },
  r: {
    write: (to, bytes) => to.raw(bytes),
    read: (from) => {
      if (from.left > RECORD_BYTES_MAX) throw new Malformed(`a record of ${from.left} bytes`);
      return from.raw(from.left);
    },
  },
  s: { write: writeSlots, read: readSlots },
  v: { write: writeSeen, read: readSeen },
});

/** Throws `RangeError` on a number that no reader would take. */
export function encodeMessage(message: Message): Uint8Array<ArrayBuffer> {
  return encode(message, message.is === "record" ? message.bytes.length + 1 : 64);
}

/** Throws `Malformed` unless the bytes are exactly one message as `encodeMessage` writes it. */
export function decodeMessage(bytes: Uint8Array): Message {
  return decode(bytes);
}
