/**
 * What of a march is kept on this phone beside its entries in the vault: its records, sealed by
 * slot under keys that go when the slot expires, and when the march was heard last.
 *
 *   opened ─► shown, "as of …" ─► live: kept as it comes ─► closed
 *                                          └─ left, panic: keys gone, in every tab
 *
 * Rules W70, W71: docs/spec/march-page.md.
 */
import type { AnyModel } from "@muster/replica";
import type { IndexedDbStore } from "@muster/replica/indexeddb";
import type { Contact, Keeping, RoomClient } from "@muster/rooms/client";
import { type DeviceClock, deviceClock } from "../clock.ts";

/** When the march was heard last, and how far this phone's clock was behind the node's then. */
export interface LastContact extends Contact {
  readonly offsetMs: number;
}

export interface RecordsPorts {
  /** Its id. */
  readonly march: string;
  readonly models: readonly AnyModel[];
  readonly clock: DeviceClock;
  readonly device: {
    contactOf(march: string): LastContact | null;
    keepContact(march: string, contact: LastContact): Promise<void>;
  };
}

/** How often it is noted, while the march is heard, that it is. */
const NOTE_MS = 30_000;
/** A disk that does not answer keeps nobody from a march. */
const DISK_MS_MAX = 2_000;

/** Comes later: who has not joined a march yet does not wait for it. */
const adapter = () => import("@muster/replica/indexeddb");

/** Stores of this tab that are being shut: who opens one before has another. */
let shutting: Promise<unknown> = Promise.resolve();

export class Records {
  /** For the room; absent where the disk does not answer. */
  readonly keeping: Keeping | undefined;
  /** How far this phone's clock is behind the node's, as far as is known. */
  offsetMs: number;
  readonly #ports: RecordsPorts;
  readonly #store: IndexedDbStore | null;
  readonly #ends: (() => void)[] = [];

  private constructor(ports: RecordsPorts, store: IndexedDbStore | null, last: LastContact | null) {
    const { models } = ports;
    this.#ports = ports;
    this.#store = store;
    this.offsetMs = last?.offsetMs ?? 0;
    this.keeping = store === null ? undefined : { store, models, contact: last };
  }

  static async open(ports: RecordsPorts): Promise<Records> {
    const { march, models, clock, device } = ports;
    const last = device.contactOf(march);
    const now = (): number => clock.now() + (records?.offsetMs ?? last?.offsetMs ?? 0);
    let records: Records | null = null;
    await inTime(shutting);
    // What cannot be kept is still shown, for as long as the page is open.
    const options = { name: nameOf(march), models, clock: { now }, onTrouble: () => undefined };
    const opening = adapter().then(({ openIndexedDbStore }) => openIndexedDbStore(options));
    const store = (await inTime(opening.catch(() => null))) ?? null;
    if (store === null) void opening.then((late) => late.shut()).catch(() => undefined);
    records = new Records(ports, store, last);
    return records;
  }

  /** Notes when the march is heard. */
  follow(room: Pick<RoomClient, "contact" | "clockOffsetMs" | "state" | "onState">): void {
    const note = (): void => {
      const { contact, clockOffsetMs } = room;
      if (contact === null || room.state === "connecting") return;
      this.offsetMs = clockOffsetMs;
      const { march, device } = this.#ports;
      void device.keepContact(march, { ...contact, offsetMs: clockOffsetMs });
    };
    const noteLive = (): void => {
      if (room.state === "live") note();
    };
    this.#ends.push(room.onState(note), this.#ports.clock.every(NOTE_MS, noteLive));
  }

  close(): void {
    for (const end of this.#ends) end();
    if (this.#store !== null) shutting = Promise.allSettled([shutting, this.#store.shut()]);
  }
}

/** The keys of what is due, in the node's time as far as it is known, also of marches not opened. */
export async function sweepRecords(nowMs: number): Promise<void> {
  const sweeping = adapter().then(({ sweepIndexedDbStores }) => sweepIndexedDbStores(nowMs));
  await inTime(sweeping.catch(() => undefined));
}

/** Whoever has the march open goes on without. Rejects when the device refuses. */
export async function removeRecords(march: string): Promise<void> {
  await (await adapter()).destroyIndexedDbStores(nameOf(march));
}

export async function removeAllRecords(): Promise<void> {
  await (await adapter()).destroyIndexedDbStores();
}

/** As its room's space: what is kept opens in no other. */
function nameOf(march: string): string {
  return `march/${march}`;
}

function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const cancel = deviceClock.after(DISK_MS_MAX, () => resolve(undefined));
  return Promise.race([work, promise]).finally(cancel);
}
