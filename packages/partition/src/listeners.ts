/**
 * Who is told of what, by kind of event. What a listener throws is thrown again where nobody
 * catches it, so that it ends the process, as any bug does; the others are told all the same.
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

  has<Kind extends keyof Events>(kind: Kind, listener: Events[Kind]): boolean {
    return this.#byKind.get(kind)?.has(listener) === true;
  }

  /** Settles when all that they return has. */
  async tell<Kind extends keyof Events>(
    kind: Kind,
    ...what: Parameters<Events[Kind]>
  ): Promise<void> {
    const listeners = [...(this.#byKind.get(kind) ?? [])] as Events[Kind][];
    await Promise.all(listeners.map((listener) => tellOne(listener, what)));
  }
}

/** Settles when what it returns has. */
export async function tellOne<Listener extends Callback>(
  listener: Listener,
  what: Parameters<Listener>,
): Promise<void> {
  try {
    await listener(...what);
  } catch (error) {
    throwLater(error);
  }
}

/** To the process, past whoever calls: a bug of the application must not stop the protocol. */
export function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
