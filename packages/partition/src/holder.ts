/**
 * The keys of a member as its application sees them. A key that is lost is given back only when
 * its transactions have ended and the listeners are done with it. Where very many are got or lost at
 * once their listeners are told in parts, so that heartbeats go in between; whether a key is usable
 * is right at once.
 *
 * Rules P7, P8, P9, P10: docs/spec/partition.md.
 */
import { type Actor, committed, resultOf, resultOrNull } from "./committed.ts";
import { Fault } from "./fault.ts";
import type { Owned } from "./group.ts";
import type { Ports } from "./ports.ts";
import type { Guard, MemberId, Owned as Ownership } from "./store.ts";

/** After so long others have their turn, ms. */
const TELL_MS_MAX = 10;

export interface HolderOptions<Transaction> extends Actor<Transaction> {
  readonly ports: Pick<Ports, "now" | "after">;
  readonly onOwned: (owned: Owned<Transaction>) => void;
  readonly onLost: (owned: Owned<Transaction>) => Promise<void>;
  /** Together those that end at one moment: each event looks at all that the member holds. */
  readonly onYielded: (owned: readonly Ownership[]) => void;
}

export class Holder<Transaction> {
  readonly #options: HolderOptions<Transaction>;
  readonly #keys = new Map<string, HeldKey<Transaction>>();
  /** Of what its application has not heard yet. */
  readonly #untold: (() => void)[] = [];
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
    // Also of one that is lost by now: claim and keys have shown it already, and whoever acts on it
    // is waited for.
    this.#tell(() => {
      held.isTold = true;
      this.#options.onOwned(held);
    });
    return held;
  }

  /** Tells of those that were told before, and are held still. */
  tellAgain(tell: (owned: Owned<Transaction>) => void): void {
    for (const held of this.#keys.values()) {
      if (!held.isTold) continue;
      this.#tell(() => {
        if (this.#isHeld(held)) tell(held);
      });
    }
  }

  lose(key: string): void {
    const held = this.#keys.get(key);
    if (held === undefined) return;
    this.#keys.delete(key);
    held.lose();
    this.#tell(() => void this.#end(held));
  }

  async #end(held: HeldKey<Transaction>): Promise<void> {
    held.abort();
    await Promise.allSettled([held.ended(), this.#options.onLost(held)]);
    this.#yielded.push(held);
    if (this.#yielded.length === 1) queueMicrotask(() => this.#yield());
  }

  #isHeld(held: HeldKey<Transaction>): boolean {
    return this.#keys.get(held.key) === held;
  }

  #tell(what: () => void): void {
    this.#untold.push(what);
    if (this.#untold.length === 1) queueMicrotask(() => this.#tellSome());
  }

  #tellSome(): void {
    const { ports } = this.#options;
    const untilMs = ports.now().monotonicMs + TELL_MS_MAX;
    let told = 0;
    for (const tell of this.#untold) {
      if (ports.now().monotonicMs > untilMs) break;
      tell();
      told += 1;
    }
    this.#untold.splice(0, told);
    if (this.#untold.length > 0) ports.after(0, () => this.#tellSome());
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
  readonly #member: Actor<Transaction>;
  readonly #guard: Guard;
  readonly #running = new Set<Promise<unknown>>();
  #isLost = false;
  /** Made when the signal is first asked for: of very many keys few are listened to. */
  #abort: AbortController | null = null;
  /** Whether the listeners have heard of it. */
  isTold = false;

  constructor(id: MemberId, owned: Ownership, member: Actor<Transaction>) {
    this.key = owned.key;
    this.fence = owned.fence;
    this.#guard = { kind: "key", id, owned };
    this.#member = member;
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#isLost) this.abort();
    return this.#abort.signal;
  }

  get isUsable(): boolean {
    return !this.#isLost && this.#member.isHeld();
  }

  lose(): void {
    this.#isLost = true;
  }

  /** To whoever listens to the signal. */
  abort(): void {
    if (this.#abort?.signal.aborted !== false) return;
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
