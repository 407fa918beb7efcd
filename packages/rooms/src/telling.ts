/**
 * What a room tells: how it stands, to those who come, and what has changed, to those who listen.
 *
 *   put, drop, note, erase ─► hearing, notes (the standing)
 *                        ├──► outbound ──after flushMsOf──► listeners
 *                        └──► rolls (what is told briefly) ──► batches
 *
 * Rules M12, M18, M19, M24: docs/spec/rooms.md.
 */
import type { AnyModel, Identity, Kept, Space, Watermark } from "@muster/replica";
import { Alarm } from "./alarm.ts";
import type { Known } from "./batch.ts";
import { signedBatch } from "./batch-signature.ts";
import type { Fence } from "./fence.ts";
import { Hearing } from "./hearing.ts";
import {
  FLUSH_MS,
  FLUSH_MS_MAX,
  FLUSH_MS_PER_RECORD,
  NOTE_BYTES_MAX,
  NOTE_NAME_BYTES_MAX,
} from "./limits.ts";
import type { BatchListener, Flush, Standing, Welcome } from "./link.ts";
import { Outbound } from "./outbound.ts";
import { Rolls } from "./rolls.ts";
import type { Audience } from "./room.ts";
import type { Timers } from "./timers.ts";
import type { Note } from "./wire.ts";

export interface TellingOptions {
  readonly fence: Fence;
  readonly space: Pick<Space, "name" | "lifetimeMs" | "watermark">;
  readonly models: readonly AnyModel[];
  readonly timers: Timers;
  /** Signs batches. */
  readonly identity: Pick<Identity, "publicKey" | "sign">;
  /** How long changes gather that numbers tell, in milliseconds. */
  readonly gatherMs: (audience: Audience) => number;
  /** A bug. */
  readonly onError: (error: unknown) => void;
}

export class Telling {
  readonly #options: TellingOptions;
  readonly #rolls: Rolls;
  readonly #hearing = new Hearing();
  readonly #notes = new Outbound();
  readonly #listeners = new Set<(flush: Flush) => void>();
  #outbound = new Outbound();
  #isErase = false;
  /** What has gathered until then is flushed. */
  readonly #alarm: Alarm;

  constructor(options: TellingOptions) {
    this.#options = options;
    const { fence, space, identity, timers } = options;
    this.#alarm = new Alarm(timers, () => this.#flush());
    this.#rolls = new Rolls({
      ...options,
      lifetimeMs: space.lifetimeMs,
      flushMs: () => flushMsOf(this.size),
      sign: (body) => identity.sign(signedBatch({ room: space.name, fence, body })),
    });
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
    const { fence, space } = this.#options;
    return {
      fence,
      erased: space.watermark,
      records: this.#hearing.recordsFor(audiences),
      notes: this.#notes.notesFor(audiences),
    };
  }

  welcome(audiences: readonly Audience[], known: readonly Known[]): Welcome {
    const { records, ...standing } = this.standing(audiences);
    return {
      ...standing,
      nodeKey: this.#options.identity.publicKey,
      records: records.filter(({ record }) => !this.#rolls.tells(record.model)),
      rolls: this.#rolls.standing(audiences, known),
    };
  }

  listen(hears: (flush: Flush) => void): () => void {
    this.#listeners.add(hears);
    return () => this.#listeners.delete(hears);
  }

  listenBatches(listener: BatchListener): () => void {
    return this.#rolls.listen(listener);
  }

  put(kept: Kept, audiences: readonly Audience[]): void {
    const told = this.#hearing.put(kept, audiences);
    if (this.#rolls.tells(kept.record.model)) return this.#rolls.put(kept, audiences, told);
    for (const audience of told) this.#outbound.record(audience, kept);
    this.#alarm.within(flushMsOf(this.size));
  }

  drop(kept: Kept): void {
    this.#rolls.drop(kept, this.#hearing.drop(kept));
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
    this.#alarm.within(FLUSH_MS);
  }

  /** The room has dropped what this covers: it is not sent any more, nor are notes made before. */
  erase(erased: Watermark): void {
    this.#outbound.erase(erased);
    this.#notes.erase(erased);
    this.#rolls.erase(erased);
    this.#isErase = true;
    this.#alarm.within(FLUSH_MS);
  }

  close(): void {
    this.#alarm.stop();
    this.#listeners.clear();
    this.#rolls.close();
  }

  #flush(): void {
    const { fence, space } = this.#options;
    const flush = {
      fence,
      erased: space.watermark,
      isErase: this.#isErase,
      changes: this.#outbound,
    };
    this.#outbound = new Outbound();
    this.#isErase = false;
    for (const hears of this.#listeners) hears(flush);
  }
}

/**
 * How long changes gather in a room that holds so many records. Each flush is a write to every
 * socket: where thousands move, their writes must grow with them, and not with their square.
 */
function flushMsOf(records: number): number {
  return Math.min(FLUSH_MS_MAX, Math.max(FLUSH_MS, records * FLUSH_MS_PER_RECORD));
}
