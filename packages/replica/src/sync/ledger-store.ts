/** A store that tells a ledger what enters and leaves it, in the same turn. Rule R5. */
import type { Kept, Store } from "../store.ts";
import type { Ledger } from "./ledger.ts";

export class LedgerStore implements Store {
  readonly #store: Store;
  readonly #ledger: Ledger;

  /** What the store kept from before is told at once. */
  constructor(store: Store, ledger: Ledger) {
    this.#store = store;
    this.#ledger = ledger;
    for (const kept of store.all()) ledger.hold(kept);
  }

  get closedMs(): number {
    return this.#store.closedMs;
  }

  add(kept: Kept): void {
    this.#store.add(kept);
    this.#ledger.hold(kept);
  }

  remove(kept: Kept): void {
    this.#store.remove(kept);
    this.#ledger.drop(kept);
  }

  all(): Iterable<Kept> {
    return this.#store.all();
  }

  close(nowMs: number): readonly Kept[] {
    const gone = this.#store.close(nowMs);
    this.#ledger.close(nowMs, gone);
    return gone;
  }
}
