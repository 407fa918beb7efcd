/**
 * Who is told of what, by kind of event. A listener that throws ends the process, as any bug does.
 */
type Callback = (...args: never[]) => unknown;

export class Listeners<Events extends { readonly [Kind in keyof Events]: Callback }> {
  readonly #byKind = new Map<keyof Events, Set<Callback>>();

  /** Returns what ends the listening. */
  on<Kind extends keyof Events>(kind: Kind, listener: Events[Kind]): () => void {
    const listeners = this.#byKind.get(kind) ?? new Set();
    this.#byKind.set(kind, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  of<Kind extends keyof Events>(kind: Kind): readonly Events[Kind][] {
    return [...(this.#byKind.get(kind) ?? [])] as Events[Kind][];
  }
}
