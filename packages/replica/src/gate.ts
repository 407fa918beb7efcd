/**
 * Many may pass at once, until somebody wants to be alone: that waits for those who are inside, and
 * whoever comes later waits for it, in the order of coming.
 */
export class Gate {
  readonly #inside = new Set<Promise<unknown>>();
  #alone: Promise<void> | null = null;

  /** Begins at once, in this turn, where nobody is alone. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    while (this.#alone !== null) await this.#alone;
    const done = work();
    this.#inside.add(done);
    try {
      return await done;
    } finally {
      this.#inside.delete(done);
    }
  }

  async alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.#alone !== null) await this.#alone;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#alone = promise;
    try {
      await Promise.allSettled(this.#inside);
      return await work();
    } finally {
      this.#alone = null;
      resolve();
    }
  }
}
