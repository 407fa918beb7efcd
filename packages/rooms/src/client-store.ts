/**
 * What a client holds of a room: a memory store from which single records can be taken, because
 * the owner refused them or no longer counts them to what this client hears. They leave the views
 * as expired ones do, with the next `Space.expire`.
 */
import { type Kept, MemoryStore, type Store } from "@muster/replica";

export class ClientStore implements Store {
  readonly #memory = new MemoryStore();
  readonly #unwanted = new Set<Kept>();

  add(kept: Kept): void {
    this.#memory.add(kept);
  }

  remove(kept: Kept): void {
    this.#unwanted.delete(kept);
    this.#memory.remove(kept);
  }

  all(): Iterable<Kept> {
    return this.#memory.all();
  }

  /** Gives the record up at the next `close`. */
  discard(kept: Kept): void {
    this.#unwanted.add(kept);
  }

  close(nowMs: number): readonly Kept[] {
    const discarded = [...this.#unwanted];
    for (const kept of discarded) this.remove(kept);
    return [...discarded, ...this.#memory.close(nowMs)];
  }
}
