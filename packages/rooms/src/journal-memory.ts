/**
 * A journal that forgets with its process. Its counters begin at the time when it was made, so
 * that clients which knew the process before it still see fences grow.
 */
import { type Clock, higher, NOTHING_ERASED, type Watermark } from "@muster/replica";
import { Fault } from "./fault.ts";
import type { Journal } from "./journal.ts";
import { systemTimers } from "./timers.ts";
import { type RoomName, roomKey } from "./token.ts";

interface Row {
  counter: number;
  erased: Watermark;
}

export class MemoryJournal implements Journal {
  readonly #rows = new Map<string, Row>();
  readonly #startedAt: number;

  constructor(clock: Clock = systemTimers) {
    this.#startedAt = clock.now();
  }

  async open(room: RoomName): Promise<Readonly<Row>> {
    const row = this.#rows.get(roomKey(room)) ?? {
      counter: this.#startedAt,
      erased: NOTHING_ERASED,
    };
    row.counter += 1;
    this.#rows.set(roomKey(room), row);
    return { ...row };
  }

  async erase(room: RoomName, counter: number, erased: Watermark): Promise<void> {
    const row = this.#rows.get(roomKey(room));
    if (row?.counter !== counter) throw new Fault("conflict", "the room has another owner");
    row.erased = higher(row.erased, erased);
  }
}
