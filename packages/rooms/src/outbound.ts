/**
 * What is about to go out: changes gather here, by audience, until the next flush. The newest
 * record of a key replaces an older one that has not gone out yet, and so do notes of one name,
 * so that a flush is bounded by what there is, not by how often it changed.
 *
 * Rules M12, M18: docs/spec/rooms.md.
 */
import { covers, type Kept, type Watermark } from "@muster/replica";
import { nameOf, once } from "./hearing.ts";
import type { Audience } from "./room.ts";
import type { Note } from "./wire.ts";

export class Outbound {
  readonly #records = new Map<Audience, Map<string, Kept>>();
  readonly #notes = new Map<Audience, Map<string, Note>>();

  record(audience: Audience, kept: Kept): void {
    inner(this.#records, audience).set(nameOf(kept), kept);
  }

  note(audience: Audience, note: Note): void {
    inner(this.#notes, audience).set(note.name, note);
  }

  /** What an erase covers is not sent any more, nor are notes, which may tell of it. */
  erase(erased: Watermark): void {
    for (const records of this.#records.values()) {
      for (const [name, { record }] of records) {
        if (covers(erased, record.stamp)) records.delete(name);
      }
    }
    this.#notes.clear();
  }

  /** For someone in these audiences, each record once. */
  recordsFor(audiences: readonly Audience[]): readonly Kept[] {
    return once(
      audiences.flatMap((audience) => [...(this.#records.get(audience)?.values() ?? [])]),
    );
  }

  notesFor(audiences: readonly Audience[]): readonly Note[] {
    return audiences.flatMap((audience) => [...(this.#notes.get(audience)?.values() ?? [])]);
  }
}

function inner<V>(maps: Map<Audience, Map<string, V>>, audience: Audience): Map<string, V> {
  const found = maps.get(audience) ?? new Map<string, V>();
  maps.set(audience, found);
  return found;
}
