/** A journal that forgets with its process. */
import { NOTHING_ERASED, type Watermark } from "@muster/replica";
import { Fault } from "./fault.ts";
import type { Journal } from "./journal.ts";
import type { RoomName } from "./token.ts";

export class MemoryJournal implements Journal {
  readonly #rows = new Map<string, { counter: number; erased: Watermark }>();

  async open(room: RoomName): Promise<{ counter: number; erased: Watermark }> {
    const row = this.#rows.get(nameOf(room)) ?? { counter: 0, erased: NOTHING_ERASED };
    row.counter += 1;
    this.#rows.set(nameOf(room), row);
    return { ...row };
  }

  async erase(room: RoomName, counter: number, erased: Watermark): Promise<void> {
    const row = this.#rows.get(nameOf(room));
    if (row?.counter !== counter) throw new Fault("conflict", "the room has another owner");
    row.erased = erased;
  }
}

function nameOf(room: RoomName): string {
  return `${room.kind}/${room.id}`;
}
