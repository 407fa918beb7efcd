/**
 * The keys of a member as its application sees them. A key that is lost is given back only when
 * its transactions have ended and the listeners are done with it.
 *
 * Rules P8, P9, P10: docs/spec/partition.md.
 */
import { type Actor, committed, resultOf, resultOrNull } from "./committed.ts";
import { Fault } from "./fault.ts";
import type { Owned } from "./group.ts";
import type { Guard, MemberId, Owned as Ownership } from "./store.ts";

export interface HolderOptions<Transaction> extends Actor<Transaction> {
  readonly onOwned: (owned: Owned<Transaction>) => void;
  readonly onLost: (owned: Owned<Transaction>) => Promise<void>;
  /** Together those that end at one moment: each event looks at all that the member holds. */
  readonly onYielded: (owned: readonly Ownership[]) => void;
}

export class Holder<Transaction> {
  readonly #options: HolderOptions<Transaction>;
  readonly #keys = new Map<string, HeldKey<Transaction>>();
  #yielded: Ownership[] = [];

  constructor(options: HolderOptions<Transaction>) {
    this.#options = options;
  }

  get keys(): ReadonlyMap<string, Owned<Transaction>> {
    return this.#keys;
  }

  own(id: MemberId, ownership: Ownership): Owned<Transaction> {
    const held = new HeldKey(id, ownership, this.#options);
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
    this.#yielded.push(held);
    if (this.#yielded.length === 1) queueMicrotask(() => this.#yield());
  }

  #yield(): void {
    const yielded = this.#yielded;
    this.#yielded = [];
    this.#options.onYielded(yielded);
  }
}

class HeldKey<Transaction> implements Owned<Transaction> {
  readonly key: string;
  readonly fence: Ownership["fence"];
  readonly #abort = new AbortController();
  readonly #member: Actor<Transaction>;
  readonly #guard: Guard;
  readonly #running = new Set<Promise<unknown>>();

  constructor(id: MemberId, owned: Ownership, member: Actor<Transaction>) {
    this.key = owned.key;
    this.fence = owned.fence;
    this.#guard = { kind: "key", id, owned };
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
    return resultOf(await this.#run(null, run));
  }

  async once<Result>(
    operation: string,
    run: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result | null> {
    return resultOrNull(await this.#run(operation, run));
  }

  async #run<Result>(
    operation: string | null,
    run: (transaction: Transaction) => Promise<Result>,
  ): Promise<readonly Result[]> {
    this.signal.throwIfAborted();
    const running = committed(this.#member, { guard: this.#guard, operation }, run);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }
}
