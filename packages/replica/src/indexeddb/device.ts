/**
 * What a device must provide to keep stores: for each a ring of keys in a file of its own, rows in
 * a database, and a claim, so that one tab alone writes it. A port; `browser.ts` is the adapter.
 *
 *   claim ─► create or readRing ─► openRows ─► commit … ─► removeKeys ─► removeRows
 */

/** Ids are 32 hexadecimal digits, random, and say nothing. */
export type StoreId = string;

export interface Row {
  /** 16 bytes: those of its slot, then 8 random ones. */
  readonly id: Uint8Array;
  readonly sealed: Uint8Array;
}

/** What is committed together, or not at all. */
export interface Batch {
  readonly put: readonly Row[];
  readonly drop: readonly Uint8Array[];
  /** The first 8 bytes of the ids of all rows to drop. */
  readonly dropSlots: readonly Uint8Array[];
}

export interface Rows {
  all(): Promise<readonly Row[]>;
  commit(batch: Batch): Promise<void>;
  close(): void;
}

export interface Claim {
  release(): void;
}

/** What fails rejects with a `DOMException`, as browsers say it. */
export interface Device {
  /** Every store on this device, of any name. */
  ids(): Promise<readonly StoreId[]>;
  /** Stores that have rows and no keys: nobody could delete those as the keys went. */
  orphans(): Promise<readonly StoreId[]>;
  /** Null: another tab has it. It ends with `release`, or with the page. */
  claim(id: StoreId): Promise<Claim | null>;
  create(id: StoreId): Promise<void>;
  /** Null: its maker ended before there was one. */
  readRing(id: StoreId): Promise<Uint8Array | null>;
  /**
   * Replaces it whole or not at all, and leaves no byte of the old one in a file. Rejects with
   * `NotFoundError` when the store was removed: it never makes one anew.
   */
  writeRing(id: StoreId, bytes: Uint8Array): Promise<void>;
  /** `onClosed` hears that somebody else has closed the rows. */
  openRows(id: StoreId, onClosed: () => void): Promise<Rows>;
  /** Every key of the store, also while another tab writes them. Again: nothing. */
  removeKeys(id: StoreId): Promise<void>;
  /** Every row, also while another tab has them open: it hears that they are closed. */
  removeRows(id: StoreId): Promise<void>;
}

/** The keys first: without them the rows say nothing. */
export async function removeStore(device: Device, id: StoreId): Promise<void> {
  await device.removeKeys(id);
  await device.removeRows(id);
}
