/**
 * The keys of a member as its application sees them. A key that is lost is given back only when
 * its transactions have ended and the listeners are done with it.
 *
 * Rules P8, P9, P10: docs/spec/partition.md.
 */
import { Fault } from "./fault.ts";
import type { Owned } from "./group.ts";
import type { Effecting, GroupStore, Guard, MemberId, Owned as Ownership } from "./store.ts";

export interface HolderOptions<Transaction> {
  readonly store: Pick<GroupStore<Transaction>, "transaction">;
  readonly isHeld: () => boolean;
  readonly onOwned: (owned: Owned<Transaction>) => void;
  readonly onLost: (owned: Owned<Transaction>) => Promise<void>;
  readonly onYielded: (owned: Ownership) => void;
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
    const held = new HeldKey(ownership, { kind: "key", id, owned: ownership }, { store, isHeld });
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
    this.#options.onYielded(held);
  }
}

class HeldKey<Transaction> implements Owned<Transaction> {
  readonly key: string;
  readonly fence: Ownership["fence"];
  readonly #abort = new AbortController();
  readonly #member: Pick<HolderOptions<Transaction>, "store" | "isHeld">;
  readonly #guard: Guard;
  readonly #running = new Set<Promise<unknown>>();

  constructor(
    { key, fence }: Ownership,
    guard: Guard,
    member: Pick<HolderOptions<Transaction>, "store" | "isHeld">,
  ) {
    this.key = key;
    this.fence = fence;
    this.#guard = guard;
    this.#member = member;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get isUsable(): boolean {
    return !this.signal.aborted && this.#member.isHeld();
  }

  lose(): void {
    this.#abort.abort(new Fault("fenced", `key ${this.key} is lost`));
  }

  async ended(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  async transaction<Result>(run: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const [result] = await this.#run({ guard: this.#guard, operation: null }, run);
    return result as Result;
  }

  async once<Result>(
    operation: string,
    run: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result | null> {
    const results = await this.#run({ guard: this.#guard, operation }, run);
    return results.length === 0 ? null : (results[0] as Result);
  }

  async #run<Result>(
    what: Pick<Effecting<Transaction>, "guard" | "operation">,
    run: (transaction: Transaction) => Promise<Result>,
  ): Promise<readonly Result[]> {
    this.signal.throwIfAborted();
    const running = committed(this.#member.store, what, run);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }
}

/** What `run` returned, once it is committed; nothing where the operation had happened before. */
export async function committed<Transaction, Result>(
  store: Pick<GroupStore<Transaction>, "transaction">,
  what: Pick<Effecting<Transaction>, "guard" | "operation">,
  run: (transaction: Transaction) => Promise<Result>,
): Promise<readonly Result[]> {
  let results: readonly Result[] = [];
  const ran = await store.transaction({
    ...what,
    run: async (transaction) => {
      results = [await run(transaction)];
    },
  });
  return ran ? results : [];
}
