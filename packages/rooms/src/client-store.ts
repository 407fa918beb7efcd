/**
 * What a client holds of a room: a memory store from which single records can be taken, because
 * the owner refused them or no longer counts them to what this client hears. They leave the views
 * as expired ones do, with the next `Space.expire`.
 */
import { type AuthorId, type Kept, MemoryStore, type Store } from "@muster/replica";
import type { Former } from "./former.ts";

export class ClientStore implements Store {
  readonly #memory = new MemoryStore();
  readonly #unwanted = new Set<Kept>();
  readonly #self: AuthorId;
  readonly #former: Pick<Former, "put">;
  #removed: Kept | null = null;

  /** `self` writes what `former` is kept of. */
  constructor(self: AuthorId, former: Pick<Former, "put">) {
    this.#self = self;
    this.#former = former;
  }

  get closedMs(): number {
    return this.#memory.closedMs;
  }

  /** A space adds a record in the same turn in which it removes what that took the place of. */
  add(kept: Kept): void {
    const removed = this.#removed;
    this.#removed = null;
    this.#memory.add(kept);
    if (removed === null || kept.record.stamp.author !== this.#self) return;
    const { model, key } = removed.record;
    const isFormer = model === kept.record.model && key === kept.record.key;
    if (isFormer) this.#former.put(kept.record.bytes, removed);
  }

  remove(kept: Kept): void {
    this.#removed = kept;
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
