/**
 * What a disk holds, read and judged when its store is opened. What cannot be read is told apart
 * from what is left of closed slots: that has lost its key, as it should.
 *
 * Rules R23, R24: docs/spec/replica.md.
 */
import { checkBody } from "../checked.ts";
import { digestOf } from "../digest.ts";
import { sha256 } from "../identity.ts";
import type { Model } from "../model.ts";
import { decodeRecord, type SignedRecord } from "../record.ts";
import type { Kept } from "../store.ts";
import type { Row } from "./device.ts";
import { hex } from "./hex.ts";
import type { Ring } from "./ring.ts";
import { type Sealer, slotKeyOf } from "./seal.ts";
import { SealedSlot, type SlotName } from "./sealed-slots.ts";
import { SLOT_ID_BYTES } from "./sizes.ts";

/** Rows decrypted at a time. */
const OPENING_MAX = 500;

export interface Found {
  /** With what they hold. */
  readonly slots: readonly SealedSlot[];
  /** Of these, whose keys open something that was removed. */
  readonly stale: readonly SealedSlot[];
  /** Due, empty, or without a key. */
  readonly closed: readonly SlotName[];
  readonly damaged: readonly { readonly slot: SealedSlot; readonly row: Uint8Array }[];
}

export interface Finding {
  readonly ring: Ring;
  readonly rows: readonly Row[];
  readonly sealer: Sealer;
  readonly models: ReadonlyMap<string, Model>;
  /** Slots that expire by then are closed. */
  readonly dueMs: number;
}

export async function find(finding: Finding): Promise<Found> {
  const { ring, rows, dueMs } = finding;
  const known = ring.slots
    .filter(({ expiresAt }) => expiresAt > dueMs)
    .map(({ id, expiresAt, key }) => new SealedSlot(id.slice(), expiresAt, slotKeyOf(key)));
  const byName = new Map(known.map((slot) => [slot.name, slot]));
  const mine: { slot: SealedSlot; row: Row }[] = [];
  const closed = new Map<string, SlotName>();
  for (const { id } of ring.slots) close(closed, id, byName);
  for (const row of rows) {
    const slot = byName.get(nameOf(row.id));
    if (slot === undefined) close(closed, row.id, byName);
    else mine.push({ slot, row });
  }
  const damaged = await readAll(mine, finding);
  const slots = known.filter((slot) => slot.rows.size > 0);
  for (const slot of known) if (slot.rows.size === 0) closed.set(slot.name, slot);
  const staleNames = new Set(ring.slots.flatMap(({ id, stale }) => (stale ? [hex(id)] : [])));
  const stale = slots.filter(({ name }) => staleNames.has(name));
  return { slots, stale, closed: [...closed.values()], damaged };
}

function close(
  closed: Map<string, SlotName>,
  id: Uint8Array,
  open: ReadonlyMap<string, SealedSlot>,
): void {
  const name = nameOf(id);
  if (!open.has(name)) closed.set(name, { id: id.slice(0, SLOT_ID_BYTES), name });
}

/** Gives each slot what it holds; returns what could not be read. */
async function readAll(
  all: readonly { readonly slot: SealedSlot; readonly row: Row }[],
  finding: Finding,
): Promise<Found["damaged"]> {
  const damaged: { slot: SealedSlot; row: Uint8Array }[] = [];
  for (let at = 0; at < all.length; at += OPENING_MAX) {
    const some = all.slice(at, at + OPENING_MAX);
    const read = await Promise.all(some.map(({ slot, row }) => readRow(slot, row, finding)));
    for (const [i, { slot, row }] of some.entries()) {
      const kept = read[i] ?? null;
      if (kept === null) damaged.push({ slot, row: row.id });
      else slot.rows.set(kept, row.id);
    }
  }
  return damaged;
}

async function readRow(slot: SealedSlot, row: Row, finding: Finding): Promise<Kept | null> {
  const bytes = await finding.sealer.open(await slot.key, row);
  const record = bytes === null ? null : decoded(bytes);
  if (record === null || record.expiresAt !== slot.expiresAt) return null;
  const model = finding.models.get(record.model);
  if (model === undefined) return null;
  const checked = checkBody(model, record.body);
  if ("reason" in checked || model.key(checked.value) !== record.key) return null;
  const { key, stamp, expiresAt, bytes: whole } = record;
  const id = digestOf(await sha256(whole));
  return { record, entry: { key, stamp, expiresAt, value: checked.value }, id };
}

function decoded(bytes: Uint8Array): SignedRecord | null {
  try {
    return decodeRecord(bytes);
  } catch {
    return null;
  }
}

function nameOf(rowId: Uint8Array): string {
  return hex(rowId.subarray(0, SLOT_ID_BYTES));
}
