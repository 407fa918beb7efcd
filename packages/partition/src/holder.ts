/**
 * The keys of a member as its application sees them. A key that is lost is given back only when
 * its transactions have ended and the listeners are done with it.
 *
 * Rules P8, P9, P10: docs/spec/partition.md.
 */
import { Fault } from "./fault.ts";
import type { Owned } from "./group.ts";
import type { Guard, GroupStore, MemberId, Owned as Ownership } from "./store.ts";

export interface HolderOptions<Transaction> {
  readonly store: Pick<GroupStore<Transaction>, "transaction">;
  readonly isHeld: () => boolean;
  readonly onOwned: (owned: Owned<Transaction>) => void;
  readonly onLost: (owned: Owned<Transaction>) => Promise<void>;
  readonly onYielded: (key: string) => void;
}

export class Holder<Transaction> {
  readonly #options: HolderOptions<Transaction>;
  readonly #keys = new Map<string, HeldKey<Transaction>>();

  constructor(options: HolderOptions<Transaction>) {
    this.#options = options;
  }

  get keys(): ReadonlyMap<string, Owned<Transaction>> {
    return this.#keys;
  }

  own(id: MemberId, ownership: Ownership): Owned<Transaction> {
    const { store, isHeld } = this.#options;
    const held = new HeldKey(store, isHeld, id, ownership);
    this.#keys.set(ownership.key, held);
    this.#options.onOwned(held);
    return held;
  }

  async lose(key: string): Promise<void> {
    const held = this.#keys.get(key);
    if (held === undefined) return;
    this.#keys.delete(key);
    held.lose();
    await Promise.allSettled([held.ended(), this.#options.onLost(held)]);
    this.#options.onYielded(key);
  }
}

class HeldKey<Transaction> implements Owned<Transaction> {
  readonly key: string;
  readonly fence: Ownership["fence"];
  readonly #abort = new AbortController();
  readonly #store: HolderOptions<Transaction>["store"];
  readonly #isHeld: () => boolean;
  readonly #guard: Guard;
  readonly #running = new Set<Promise<unknown>>();

  constructor(
    store: HolderOptions<Transaction>["store"],
    isHeld: () => boolean,
    id: MemberId,
    owned: Ownership,
  ) {
    this.key = owned.key;
    this.fence = owned.fence;
    this.#store = store;
    this.#isHeld = isHeld;
    this.#guard = { kind: "key", id, owned };
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get isUsable(): boolean {
    return !this.signal.aborted && this.#isHeld();
  }

  lose(): void {
    this.#abort.abort(new Fault("fenced", `key ${this.key} is lost`));
  }

  async ended(): Promise<void> {
    await Promise.allSettled([...this.#running]);
  }

  transaction<Result>(run: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#run(() => committed(this.#store, this.#guard, run));
  }

  once<Result>(
    operation: string,
    run: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result | null> {
    return this.#run(() => committedOnce(this.#store, this.#guard, operation, run));
  }

  async #run<Result>(start: () => Promise<Result>): Promise<Result> {
    this.signal.throwIfAborted();
    const running = start();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }
}

/** What `run` returned, once it is committed. */
export async function committed<Transaction, Result>(
  store: Pick<GroupStore<Transaction>, "transaction">,
  guard: Guard,
  run: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const results: Result[] = [];
  await store.transaction({
    guard,
    operation: null,
    run: async (transaction) => void results.push(await run(transaction)),
  });
  return results[0] as Result;
}

/** The same, or null where the operation had happened before. */
async function committedOnce<Transaction, Result>(
  store: Pick<GroupStore<Transaction>, "transaction">,
  guard: Guard,
  operation: string,
  run: (transaction: Transaction) => Promise<Result>,
): Promise<Result | null> {
  const results: Result[] = [];
  const ran = await store.transaction({
    guard,
    operation,
    run: async (transaction) => void results.push(await run(transaction)),
  });
  return ran ? (results[0] as Result) : null;
}
