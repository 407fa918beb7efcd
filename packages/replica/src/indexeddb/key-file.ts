/**
 * The ring of one store on its device. It is read, changed and written anew each time, one change
 * after the other: between changes the keys are nowhere but in the file, and in `CryptoKey`s that
 * no script can read.
 *
 * Rule R24: docs/spec/replica.md.
 */
import type { Device, StoreId } from "./device.ts";
import { hex } from "./hex.ts";
import { decodeRing, encodeRing, type Ring, type SlotKey } from "./ring.ts";

interface RingChange {
  readonly add?: readonly SlotKey[];
  /** Ids of slots, as hexadecimal digits. */
  readonly drop?: ReadonlySet<string>;
  readonly stale?: ReadonlySet<string>;
  /** What is lower than before changes nothing. */
  readonly closedMs?: number;
}

const NONE: ReadonlySet<string> = new Set();

export class KeyFile {
  readonly #device: Device;
  readonly #id: StoreId;
  #last: Promise<unknown> = Promise.resolve();

  constructor(device: Device, id: StoreId) {
    this.#device = device;
    this.#id = id;
  }

  /** Null: there is none. Throws `Malformed` on one that is damaged. */
  async read(): Promise<Ring | null> {
    const bytes = await this.#device.readRing(this.#id);
    return bytes === null ? null : decodeRing(bytes);
  }

  /** Resolves when the file holds the change, and no key that it drops. */
  change(change: RingChange): Promise<void> {
    const changed = this.#last.then(() => this.#change(change));
    this.#last = changed.catch(() => undefined);
    return changed;
  }

  async write(ring: Ring): Promise<void> {
    const bytes = await encodeRing(ring);
    await this.#device.writeRing(this.#id, bytes);
    bytes.fill(0);
  }

  async #change(change: RingChange): Promise<void> {
    const bytes = await this.#device.readRing(this.#id);
    if (bytes === null) throw new DOMException("the ring is gone", "NotFoundError");
    await this.write(changed(await decodeRing(bytes), change));
    bytes.fill(0);
  }
}

function changed(ring: Ring, change: RingChange): Ring {
  const { add = [], drop = NONE, stale = NONE, closedMs = 0 } = change;
  const slots = [...ring.slots, ...add]
    .filter(({ id }) => !drop.has(hex(id)))
    .map(({ id, expiresAt, key, ...slot }) => {
      return { id, expiresAt, key, stale: slot.stale || stale.has(hex(id)) };
    });
  return { ...ring, slots, closedMs: Math.max(ring.closedMs, closedMs) };
}
