/**
 * One batch, planned in one turn of the event loop, so that what is removed meanwhile finds its row.
 *
 *   taken ─► which row each record gets, which slots are new, which are sealed anew
 *
 * A slot of which a part is removed is sealed anew under another key: at once, and then at most
 * every `RESEAL_MS`, for it costs as much as the slot is large. Until then it is stale.
 *
 * Rules R23, R24: docs/spec/replica.md.
 */
import type { Kept } from "../store.ts";
import type { Drop, Taken } from "./backlog.ts";
import { newKeyBytes, newSlotId } from "./random.ts";
import type { SlotKey } from "./ring.ts";
import { slotKeyOf } from "./seal.ts";
import { SealedSlot, type SealedSlots, type SlotName } from "./sealed-slots.ts";

export const RESEAL_MS = 10_000;

export interface Put {
  readonly kept: Kept;
  readonly row: Uint8Array;
  readonly slot: SealedSlot;
}

export interface Plan {
  readonly puts: readonly Put[];
  readonly drops: readonly Drop[];
  /** Keys of slots that are new. */
  readonly fresh: readonly SlotKey[];
  /** Closed: their keys go before anything is written. */
  readonly closed: readonly SlotName[];
  /** Emptied, or sealed anew: their keys go when what takes their place is written. */
  readonly former: readonly SealedSlot[];
  /** Newly stale. */
  readonly stale: readonly SealedSlot[];
  /** Null: no further than before. */
  readonly closedMs: number | null;
}

export class Planner {
  readonly #slots: SealedSlots;
  /** Their keys open something that was removed. */
  readonly #stale = new Set<SealedSlot>();

  constructor(slots: SealedSlots) {
    this.#slots = slots;
  }

  markStale(slot: SealedSlot): void {
    this.#stale.add(slot);
  }

  /** The stale ones, which nobody will seal anew. */
  abandon(): readonly SealedSlot[] {
    return [...this.#stale];
  }

  forget(slot: SlotName): void {
    for (const each of this.#stale) if (each === slot) this.#stale.delete(each);
  }

  isDue(nowMs: number): boolean {
    return this.#due(nowMs).length > 0;
  }

  plan({ puts, drops, closings, closedMs }: Taken, nowMs: number): Plan {
    const known = new Set(this.#stale);
    const emptied = this.#touch(new Set(drops.map(({ slot }) => slot)));
    const due = this.#due(nowMs);
    const former = [...emptied, ...due];
    const fresh: SlotKey[] = [];
    const resealed = due.flatMap((slot) => this.#reseal(slot, fresh, nowMs));
    const added = puts.map((kept) => {
      const slot =
        this.#slots.at(kept.record.expiresAt) ?? this.#open(kept.record.expiresAt, fresh);
      return { kept, slot, row: slot.place(kept) };
    });
    const stale = [...this.#stale].filter((slot) => !known.has(slot));
    const all = [...resealed, ...added];
    return { puts: all, drops, fresh, closed: closings, former, stale, closedMs };
  }

  /** Of slots of which something was removed: shuts and returns those that hold nothing more. */
  #touch(touched: ReadonlySet<SealedSlot>): readonly SealedSlot[] {
    const open = [...touched].filter((slot) => this.#slots.at(slot.expiresAt) === slot);
    const emptied = open.filter(({ rows }) => rows.size === 0);
    for (const slot of open) this.#stale.add(slot);
    for (const slot of emptied) {
      this.#slots.shut(slot);
      this.#stale.delete(slot);
    }
    return emptied;
  }

  #reseal(former: SealedSlot, fresh: SlotKey[], nowMs: number): readonly Put[] {
    this.#stale.delete(former);
    const slot = this.#open(former.expiresAt, fresh);
    slot.resealedMs = nowMs;
    return [...former.rows.keys()].map((kept) => ({ kept, slot, row: slot.place(kept) }));
  }

  #open(expiresAt: number, fresh: SlotKey[]): SealedSlot {
    const bytes = newKeyBytes();
    const slot = new SealedSlot(newSlotId(), expiresAt, slotKeyOf(bytes));
    fresh.push({ id: slot.id, expiresAt, stale: false, key: bytes });
    this.#slots.open(slot);
    return slot;
  }

  /** Also when the clock went back. */
  #due(nowMs: number): readonly SealedSlot[] {
    return [...this.#stale].filter(({ resealedMs }) => Math.abs(nowMs - resealedMs) >= RESEAL_MS);
  }
}
