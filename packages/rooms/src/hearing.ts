/**
 * Who hears which record: the newest of each key, by audience. Someone who joins is given what
 * their audiences hold. When a key moves to other audiences, the ones that it leaves are told
 * once more, so that nobody is left with a pin that has moved on.
 *
 * Rule M19: docs/spec/rooms.md.
 */
import type { Kept } from "@muster/replica";
import type { Audience } from "./room.ts";

interface Heard {
  readonly kept: Kept;
  readonly audiences: readonly Audience[];
}

export class Hearing {
  readonly #newest = new Map<string, Heard>();
  readonly #byAudience = new Map<Audience, Map<string, Kept>>();

  get size(): number {
    return this.#newest.size;
  }

  /** Whether a record of this key would take the place of another. */
  has(model: string, key: string): boolean {
    return key !== "" && this.#newest.has(`${model}/${key}`);
  }

  /** Takes a record in; returns everyone who has to be told of it. */
  put(kept: Kept, audiences: readonly Audience[]): readonly Audience[] {
    const name = nameOf(kept);
    const before = this.#newest.get(name)?.audiences ?? [];
    this.#remove(name, before);
    this.#newest.set(name, { kept, audiences });
    for (const audience of audiences) {
      const held = this.#byAudience.get(audience) ?? new Map<string, Kept>();
      this.#byAudience.set(audience, held.set(name, kept));
    }
    return [...new Set([...before, ...audiences])];
  }

  /** Lets go of a record, unless a newer one has taken its place; returns who heard it. */
  drop(kept: Kept): readonly Audience[] {
    const name = nameOf(kept);
    const heard = this.#newest.get(name);
    if (heard === undefined || heard.kept !== kept) return [];
    this.#newest.delete(name);
    this.#remove(name, heard.audiences);
    return heard.audiences;
  }

  /** What someone in these audiences should hold, each record once. */
  recordsFor(audiences: readonly Audience[]): readonly Kept[] {
    return once(
      audiences.flatMap((audience) => [...(this.#byAudience.get(audience)?.values() ?? [])]),
    );
  }

  #remove(name: string, audiences: readonly Audience[]): void {
    for (const audience of audiences) {
      const held = this.#byAudience.get(audience);
      held?.delete(name);
      if (held?.size === 0) this.#byAudience.delete(audience);
    }
  }
}

/** Records compete within model and key; one without a key stands alone. */
export function nameOf(kept: Kept): string {
  const { model, key, stamp, sequence } = kept.record;
  return key === "" ? `${model} ${stamp.author} ${sequence}` : `${model}/${key}`;
}

export function once<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}
