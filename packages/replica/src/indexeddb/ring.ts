/**
 * The ring of a store: the keys of its slots, and how far it has closed. These bytes are the only
 * ones on a disk that can open a row; whoever replaces the file without a key has deleted it.
 *
 *   1 version   16 salt   32 SHA-256(salt, name)   varint closed, in slots
 *   varint count, for each slot: 8 id, varint expiry in slots, 1 stale, 32 key
 *   8 checksum: the first bytes of SHA-256 of all before
 *
 * The name of the space is not in it: who has the ring can test a guess, and without it nobody can.
 *
 * Rules R23, R24: docs/spec/replica.md.
 */
import { Reader, Writer } from "../bytes.ts";
import { Malformed } from "../fault.ts";
import { sha256 } from "../identity.ts";
import { SLOT_MS } from "../slot.ts";
import { newSalt } from "./random.ts";
import { KEY_BYTES, SALT_BYTES, SLOT_ID_BYTES, TAG_BYTES } from "./sizes.ts";

export interface SlotKey {
  /** 8 random bytes: with them the ids of its rows begin. */
  readonly id: Uint8Array;
  /** Milliseconds since the epoch, a whole number of slots. */
  readonly expiresAt: number;
  /** Something was removed that the key still opens. */
  readonly stale: boolean;
  /** 32 bytes of AES-GCM-256. */
  readonly key: Uint8Array;
}

export interface Ring {
  readonly salt: Uint8Array;
  readonly tag: Uint8Array;
  /** The latest expiry of a slot that was closed, in milliseconds since the epoch. */
  readonly closedMs: number;
  readonly slots: readonly SlotKey[];
}

const VERSION = 1;
const CHECKSUM_BYTES = 8;

export async function newRing(name: string): Promise<Ring> {
  const salt = newSalt();
  return { salt, tag: await tagOf(name, salt), closedMs: 0, slots: [] };
}

/** Whether the ring is of a store of this name. */
export async function isOf(ring: Ring, name: string): Promise<boolean> {
  const tag = await tagOf(name, ring.salt);
  return tag.every((byte, at) => byte === ring.tag[at]);
}

export async function encodeRing({ salt, tag, closedMs, slots }: Ring): Promise<Uint8Array> {
  const write = new Writer().byte(VERSION).raw(salt).raw(tag);
  write.varint(closedMs / SLOT_MS).varint(slots.length);
  for (const { id, expiresAt, stale, key } of slots) {
    write
      .raw(id)
      .varint(expiresAt / SLOT_MS)
      .byte(Number(stale))
      .raw(key);
  }
  const checksum = await sha256(write.bytes());
  return write.raw(checksum.subarray(0, CHECKSUM_BYTES)).bytes();
}

/** Throws `Malformed` on what `encodeRing` has not written. The parts are windows on `bytes`. */
export async function decodeRing(bytes: Uint8Array): Promise<Ring> {
  const read = new Reader(bytes);
  if (read.byte() !== VERSION) throw new Malformed(`not a ring of version ${VERSION}`);
  const [salt, tag] = [read.raw(SALT_BYTES), read.raw(TAG_BYTES)];
  const closedMs = read.varint() * SLOT_MS;
  const slots: SlotKey[] = [];
  for (let count = read.varint(); count > 0; count -= 1) slots.push(readSlot(read));
  const checksum = await sha256(bytes.subarray(0, read.position));
  const written = read.raw(CHECKSUM_BYTES);
  read.end();
  if (written.some((byte, at) => byte !== checksum[at])) throw new Malformed("a damaged ring");
  return { salt, tag, closedMs, slots };
}

function readSlot(read: Reader): SlotKey {
  const id = read.raw(SLOT_ID_BYTES);
  const expiresAt = read.varint() * SLOT_MS;
  const stale = read.byte() === 1;
  return { id, expiresAt, stale, key: read.raw(KEY_BYTES) };
}

function tagOf(name: string, salt: Uint8Array): Promise<Uint8Array> {
  return sha256(new Writer().text("muster store 1").raw(salt).text(name).bytes());
}
