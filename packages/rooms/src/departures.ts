/**
 * Who is to be told that they must go: one person, wherever they are in the room, or everyone.
 *
 * Rule M21: docs/spec/rooms.md.
 */
import type { Fault } from "./fault.ts";

type Hears = (fault: Fault) => void;

export class Departures {
  readonly #byPerson = new Map<string, Set<Hears>>();

  /** Returns a function that ends it. */
  listen(person: string, hears: Hears): () => void {
    const listeners = this.#byPerson.get(person) ?? new Set();
    this.#byPerson.set(person, listeners.add(hears));
    return () => {
      listeners.delete(hears);
      if (listeners.size === 0 && this.#byPerson.get(person) === listeners) {
        this.#byPerson.delete(person);
      }
    };
  }

  /**
   * Returns what tells those who listen now. Who comes meanwhile was let in by rules that know of it.
   */
  telling(person: string, fault: Fault): () => void {
    const listeners = this.#byPerson.get(person);
    const those = [...(listeners ?? [])];
    return () => {
      for (const hears of those) if (listeners?.has(hears) === true) hears(fault);
    };
  }

  /** Tells everyone, once: nobody is left to be told. */
  tellAll(fault: Fault): void {
    const those = [...this.#byPerson.values()];
    this.#byPerson.clear();
    for (const listeners of those) for (const hears of listeners) hears(fault);
  }
}
