/**
 * What a client holds of a room: in memory, what is durable also on its device. What its own
 * records replaced or removed it remembers as long as they may be refused.
 *
 *   add ─► memory ─► device, if the model is durable and the record stands
 *     └──► former: what left the store in the same turn
 *
 * Rules M13, M22: docs/spec/rooms.md.
 */
import { type AuthorId, type Kept, MemoryStore, type Store } from "@muster/replica";
import type { ClientKept } from "./client-kept.ts";
import type { Former } from "./former.ts";

export interface ClientStorePorts {
  /** Writes what `former` is kept of. */
  readonly self: AuthorId;
  readonly former: Pick<Former, "put">;
  /** Null: nothing of the room is kept on this device. */
  readonly device: Pick<ClientKept, "add" | "remove" | "close"> | null;
}

export class ClientStore implements Store {
  readonly #memory = new MemoryStore();
  readonly #ports: ClientStorePorts;
  /** In this turn of the event loop. */
  #removed: Kept[] = [];

  constructor(ports: ClientStorePorts) {
    this.#ports = ports;
  }

  get closedMs(): number {
    return this.#memory.closedMs;
  }

  /** A space adds a record in the same turn in which it removes what that took the place of. */
  add(kept: Kept): void {
    const removed = this.#removed;
    const { self, former, device } = this.#ports;
    this.#removed = [];
    this.#memory.add(kept);
    device?.add(kept);
    const { stamp, model, bytes } = kept.record;
    if (stamp.author !== self || removed.length === 0) return;
    former.put(
      bytes,
      removed.filter(({ record }) => record.model === model),
    );
  }

  remove(kept: Kept): void {
    // What an erase or a reconnect takes away made place for nothing.
    if (this.#removed.length === 0) queueMicrotask(() => (this.#removed = []));
    this.#removed.push(kept);
    this.#memory.remove(kept);
    this.#ports.device?.remove(kept);
  }

  all(): Iterable<Kept> {
    return this.#memory.all();
  }

  close(nowMs: number): readonly Kept[] {
    this.#ports.device?.close(nowMs);
    return this.#memory.close(nowMs);
  }
}
