/** The store that forgets with its process. Rules R9, R20: docs/spec/replica.md. */
import type { Kept, Store } from "./store.ts";

export class MemoryStore implements Store {
  /** By expiry, in milliseconds since the epoch. */
  readonly #slots = new Map<number, Set<Kept>>();
  #closedMs = 0;

  get closedMs(): number {
    return this.#closedMs;
  }

  add(kept: Kept): void {
    const { expiresAt } = kept.record;
    const slot = this.#slots.get(expiresAt);
    if (slot === undefined) this.#slots.set(expiresAt, new Set([kept]));
    else slot.add(kept);
  }

  remove(kept: Kept): void {
    const slot = this.#slots.get(kept.record.expiresAt);
    slot?.delete(kept);
    if (slot?.size === 0) this.#slots.delete(kept.record.expiresAt);
  }

  *all(): Iterable<Kept> {
    for (const [, slot] of [...this.#slots].sort(([a], [b]) => a - b)) yield* slot;
  }

  close(nowMs: number): readonly Kept[] {
    const due = [...this.#slots].filter(([expiresAt]) => expiresAt <= nowMs);
    const gone: Kept[] = [];
    for (const [expiresAt, slot] of due) {
      this.#slots.delete(expiresAt);
      this.#closedMs = Math.max(this.#closedMs, expiresAt);
      for (const kept of slot) gone.push(kept);
    }
    return gone;
  }
}
