/**
 * What a room tells: how it stands, to those who come, and what has changed, to those who listen.
 *
 *   put, drop, note, erase ─► hearing, notes (the standing)
 *                        └──► outbound ──after gatherMs──► listeners
 *
 * Rules M12, M18, M19: docs/spec/rooms.md.
 */
import type { Kept, Watermark } from "@muster/replica";
import type { Fence } from "./fence.ts";
import { Hearing } from "./hearing.ts";
import {
  FLUSH_MS,
  FLUSH_MS_MAX,
  FLUSH_MS_PER_RECORD,
  NOTE_BYTES_MAX,
  NOTE_NAME_BYTES_MAX,
} from "./limits.ts";
import type { Flush, Standing } from "./link.ts";
import { Outbound } from "./outbound.ts";
import type { Audience } from "./room.ts";
import type { Timers } from "./timers.ts";
import type { Note } from "./wire.ts";

export class Telling {
  readonly #fence: Fence;
  readonly #timers: Timers;
  readonly #erased: () => Watermark;
  readonly #hearing = new Hearing();
  readonly #notes = new Outbound();
  readonly #listeners = new Set<(flush: Flush) => void>();
  #outbound = new Outbound();
  #isErase = false;
  #cancelFlush: (() => void) | null = null;

  /** `erased` tells the watermark of the room as it is then. */
  constructor(fence: Fence, timers: Timers, erased: () => Watermark) {
    this.#fence = fence;
    this.#timers = timers;
    this.#erased = erased;
  }

  /** How many records stand. */
  get size(): number {
    return this.#hearing.size;
  }

  /** Whether a record of this key would take the place of another. */
  has(model: string, key: string): boolean {
    return this.#hearing.has(model, key);
  }

  standing(audiences: readonly Audience[]): Standing {
    return {
      fence: this.#fence,
      erased: this.#erased(),
      records: this.#hearing.recordsFor(audiences),
      notes: this.#notes.notesFor(audiences),
    };
  }

  listen(hears: (flush: Flush) => void): () => void {
    this.#listeners.add(hears);
    return () => this.#listeners.delete(hears);
  }

  put(kept: Kept, audiences: readonly Audience[]): void {
    for (const audience of this.#hearing.put(kept, audiences)) {
      this.#outbound.record(audience, kept);
    }
    this.#scheduleFlush();
  }

  drop(kept: Kept): void {
    this.#hearing.drop(kept);
  }

  /** Throws `RangeError` on a note that no reader takes. */
  note(note: Note, audience: Audience): void {
    const nameBytes = new TextEncoder().encode(note.name).length;
    if (note.body.length > NOTE_BYTES_MAX || nameBytes > NOTE_NAME_BYTES_MAX) {
      const most = `at most ${NOTE_BYTES_MAX} and ${NOTE_NAME_BYTES_MAX}`;
      throw new RangeError(`a note of ${note.body.length} bytes, named in ${nameBytes}: ${most}`);
    }
    this.#notes.note(audience, note);
    this.#outbound.note(audience, note);
    this.#scheduleFlush();
  }

  /** The room has dropped what this covers: it is not sent any more, nor are notes made before. */
  erase(erased: Watermark): void {
    this.#outbound.erase(erased);
    this.#notes.erase(erased);
    this.#isErase = true;
    this.#scheduleFlush();
  }

  close(): void {
    this.#cancelFlush?.();
    this.#listeners.clear();
  }

  #scheduleFlush(): void {
    this.#cancelFlush ??= this.#timers.after(gatherMs(this.size), () => this.#flush());
  }

  #flush(): void {
    const flush = {
      fence: this.#fence,
      erased: this.#erased(),
      isErase: this.#isErase,
      changes: this.#outbound,
    };
    this.#cancelFlush = null;
    this.#outbound = new Outbound();
    this.#isErase = false;
    for (const hears of this.#listeners) hears(flush);
  }
}

/**
 * How long changes gather in a room that holds so many records. Each flush is a write to every
 * socket: where thousands move, their writes must grow with them, and not with their square.
 */
function gatherMs(records: number): number {
  return Math.min(FLUSH_MS_MAX, Math.max(FLUSH_MS, records * FLUSH_MS_PER_RECORD));
}
