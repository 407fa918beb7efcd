/**
 * What a disk has yet to be told, in the order in which it was asked for. Rows are dropped only
 * after everything that was asked for before is written: what takes the place of a record is on
 * the disk before that record is gone.
 *
 *   puts ─────► take(): at most BATCH_MAX, oldest first
 *   drops ────► with the last of the puts
 *   closings ─► all, at once
 *
 * Rule R22: docs/spec/replica.md.
 */
import type { Kept } from "../store.ts";
import type { SealedSlot, SlotName } from "./sealed-slots.ts";

export const BATCH_MAX = 1_000;

export interface Drop {
  readonly row: Uint8Array;
  readonly slot: SealedSlot;
}

export interface Taken {
  readonly puts: readonly Kept[];
  readonly drops: readonly Drop[];
  readonly closings: readonly SlotName[];
  /** Null: no further than before. */
  readonly closedMs: number | null;
}

export class Backlog {
  readonly #puts = new Map<Kept, number>();
  readonly #drops = new Map<Drop, number>();
  readonly #closings = new Map<SlotName, number>();
  #closed: { readonly ms: number; readonly asked: number } | null = null;
  #asked = 0;

  /** The number of the latest request. */
  get asked(): number {
    return this.#asked;
  }

  /** What waits to be written or dropped, of records. */
  get waiting(): number {
    return this.#puts.size + this.#drops.size;
  }

  get isEmpty(): boolean {
    return this.waiting === 0 && this.#closings.size === 0 && this.#closed === null;
  }

  put(kept: Kept): void {
    this.#puts.set(kept, this.#next());
  }

  /** Whether it waited to be written: then it never will be. */
  unput(kept: Kept): boolean {
    return this.#puts.delete(kept);
  }

  drop(drop: Drop): void {
    this.#drops.set(drop, this.#next());
  }

  close(slot: SlotName): void {
    this.#closings.set(slot, this.#next());
  }

  /** Nothing that expires by then is written any more. */
  closeUntil(ms: number): void {
    for (const kept of this.#puts.keys()) if (kept.record.expiresAt <= ms) this.#puts.delete(kept);
    this.#closed = { ms, asked: this.#next() };
  }

  take(): Taken {
    const puts = this.#puts.keys().take(BATCH_MAX).toArray();
    for (const kept of puts) this.#puts.delete(kept);
    const drops = this.#puts.size === 0 ? [...this.#drops.keys()] : [];
    const closings = [...this.#closings.keys()];
    const closedMs = this.#closed?.ms ?? null;
    if (drops.length > 0) this.#drops.clear();
    this.#closings.clear();
    this.#closed = null;
    return { puts, drops, closings, closedMs };
  }

  /** Gives up what was to be written. Returns the slots of which something was to go. */
  abandon(): readonly SlotName[] {
    this.#puts.clear();
    const { drops, closings } = this.take();
    return [...closings, ...drops.map(({ slot }) => slot)];
  }

  /** The number of the latest request that was taken with all before it. */
  get taken(): number {
    const [put] = this.#puts.values();
    const [drop] = this.#drops.values();
    const [closing] = this.#closings.values();
    const open = [put, drop, closing, this.#closed?.asked];
    return Math.min(
      this.#asked,
      ...open.flatMap((asked) => (asked === undefined ? [] : asked - 1)),
    );
  }

  #next(): number {
    this.#asked += 1;
    return this.#asked;
  }
}
