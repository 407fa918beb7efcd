/**
 * Who has which key, by what the workers said. Their lines come over pipes of their own, so a
 * key's new owner may be heard before its old one: the later time counts.
 */
import type { ToldOfKey } from "./message.ts";

export interface Holding {
  readonly worker: number;
  readonly sinceMs: number;
}

export class Board {
  readonly #holdings = new Map<string, Map<string, Holding>>();
  readonly #listeners = new Set<() => void>();

  hear(worker: number, { group, key, has, atMs }: ToldOfKey): void {
    const held = this.keysOf(group);
    const before = held.get(key);
    if (has && atMs >= (before?.sinceMs ?? 0)) held.set(key, { worker, sinceMs: atMs });
    if (!has && before?.worker === worker) held.delete(key);
    this.#holdings.set(group, held);
    for (const listen of this.#listeners) listen();
  }

  keysOf(group: string): Map<string, Holding> {
    return this.#holdings.get(group) ?? new Map<string, Holding>();
  }

  /** How many keys each worker has. */
  countsOf(group: string): ReadonlyMap<number, number> {
    const counts = new Map<number, number>();
    for (const { worker } of this.keysOf(group).values()) {
      counts.set(worker, (counts.get(worker) ?? 0) + 1);
    }
    return counts;
  }

  /** Whether so many workers share all the partitions, as evenly as can be. */
  isSettled(group: string, members: number, partitions: number): boolean {
    if (this.keysOf(group).size !== partitions) return false;
    const counts = [...this.countsOf(group).values()];
    return counts.length === members && Math.max(...counts) - Math.min(...counts) <= 1;
  }

  onChange(listen: () => void): () => void {
    this.#listeners.add(listen);
    return () => void this.#listeners.delete(listen);
  }
}
