/** Who hears of something, until they no longer want to. */
export class Listeners<News extends readonly unknown[]> {
  readonly #all = new Set<(...news: News) => void>();

  /** Returns a function that ends it. */
  add(listener: (...news: News) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  tell(...news: News): void {
    for (const hears of this.#all) hears(...news);
  }
}
