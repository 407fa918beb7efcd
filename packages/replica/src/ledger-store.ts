/** A store that tells a ledger what enters and leaves it, in the same turn. Rule R5. */
import type { LedgerPort } from "./ledger-port.ts";
import type { Kept, Store } from "./store.ts";

export class LedgerStore implements Store {
  readonly #store: Store;
  readonly #ledger: LedgerPort;
  /** What the ledger counts. */
  readonly #held = new WeakSet<Kept>();

  /** What the store kept from before is told at once. */
  constructor(store: Store, ledger: LedgerPort) {
    this.#store = store;
    this.#ledger = ledger;
    for (const kept of store.all()) this.#hold(kept);
  }

  get closedMs(): number {
    return this.#store.closedMs;
  }

  add(kept: Kept): void {
    this.#store.add(kept);
    this.#hold(kept);
  }

  remove(kept: Kept): void {
    if (!this.#held.delete(kept)) return;
    this.#store.remove(kept);
    this.#ledger.drop(kept);
  }

  all(): Iterable<Kept> {
    return this.#store.all();
  }

  close(nowMs: number): readonly Kept[] {
    const gone = this.#store.close(nowMs);
    this.#ledger.close(nowMs, gone);
    for (const kept of gone) this.#held.delete(kept);
    return gone;
  }

  #hold(kept: Kept): void {
    this.#held.add(kept);
    this.#ledger.hold(kept);
  }
}
