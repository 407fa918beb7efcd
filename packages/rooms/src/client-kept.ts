/**
 * What a client keeps of a room on its device, through the store of a device: records of the
 * models that are durable there, and no others. What it finds when the room is opened is taken up
 * as if a stranger had brought it: a signature that does not fit this room, another form, or an
 * expiry that has passed, and it is dropped.
 *
 *   found ─► verified ─► shown          written here ─► waits ─► taken by the owner ─► kept
 *               └──────► dropped        told by the node ────────────────────────────► kept
 *
 * Rule M22: docs/spec/rooms.md.
 */
import type { AuthorId, Kept, SignedRecord, Space, Store } from "@muster/replica";
import type { Keeping } from "./room-client.ts";

export class ClientKept {
  readonly #store: Store;
  readonly #models: ReadonlySet<string>;
  readonly #self: AuthorId;
  /** By record, as the device's store holds it: what is shown again is another object there. */
  readonly #held = new Map<SignedRecord, Kept>();
  /** Of those, not taken up yet. */
  readonly #found = new Set<SignedRecord>();
  /** Own records that the owner has not taken: it is for their writer to keep them until then. */
  readonly #waiting = new Map<Uint8Array, Kept>();
  readonly #taken = new WeakSet<Uint8Array>();
  #isEnded = false;

  /** `self`: under which this client writes, since it was opened. */
  constructor({ store, models }: Omit<Keeping, "contact">, self: AuthorId) {
    this.#store = store;
    this.#models = new Set(models.map(({ name }) => name));
    this.#self = self;
    for (const kept of store.all()) {
      this.#held.set(kept.record, kept);
      this.#found.add(kept.record);
      if (!this.#models.has(kept.record.model)) this.#drop(kept.record);
    }
  }

  /**
   * Shows what was found and stands, and drops what does not. While this device's clock may be
   * wrong, what is of another time waits for the next call.
   */
  async takeUp(space: Pick<Space, "receiveRecord">, isTimeKnown: boolean): Promise<void> {
    for (const record of this.#found) {
      if (this.#isEnded) return;
      const outcome = await space.receiveRecord(record);
      const isUntimely =
        outcome.status === "refused" && (outcome.code === "ahead" || outcome.code === "expired");
      // Not shown, as far as `add` has heard: beaten, told meanwhile, or wrong.
      if (this.#found.has(record) && (isTimeKnown || !isUntimely)) this.#drop(record);
    }
  }

  add(kept: Kept): void {
    const { record } = kept;
    this.#found.delete(record);
    if (!this.#models.has(record.model) || this.#held.has(record)) return;
    const isAnswered = record.stamp.author !== this.#self || this.#taken.has(record.bytes);
    if (isAnswered) this.#keep(kept);
    else this.#waiting.set(record.bytes, kept);
  }

  /** The owner has taken what this client wrote. */
  taken(bytes: Uint8Array): void {
    const kept = this.#waiting.get(bytes);
    this.#taken.add(bytes);
    this.#waiting.delete(bytes);
    if (kept !== undefined) this.#keep(kept);
  }

  remove({ record }: Kept): void {
    this.#waiting.delete(record.bytes);
    this.#drop(record);
  }

  /** Whatever expires by then is gone from the device, and the keys to its bytes. */
  close(nowMs: number): void {
    for (const { record } of this.#store.close(nowMs)) {
      this.#held.delete(record);
      this.#found.delete(record);
    }
  }

  /** The client is closed: from now on the store is somebody else's. */
  end(): void {
    this.#isEnded = true;
  }

  #keep(kept: Kept): void {
    if (this.#isEnded) return;
    this.#held.set(kept.record, kept);
    this.#store.add(kept);
  }

  #drop(record: SignedRecord): void {
    const held = this.#held.get(record);
    this.#held.delete(record);
    this.#found.delete(record);
    if (held !== undefined && !this.#isEnded) this.#store.remove(held);
  }
}
