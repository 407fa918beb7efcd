/**
 * Who waits for named keys: for the answer to a claim, or for the end of a release.
 */
import { Fault } from "./fault.ts";
import type { Elsewhere, Owned } from "./group.ts";
import type { Event } from "./state.ts";
import type { NameAnswer } from "./store.ts";

/** More keys are not waited for at a time. */
const WAITING_MAX = 10_000;

type Claimed<Transaction> = Owned<Transaction> | Elsewhere;

export class Claims<Transaction> {
  readonly #handle: (event: Event) => void;
  readonly #claims = new Map<string, PromiseWithResolvers<Claimed<Transaction>>>();
  readonly #unsaid = { want: new Set<string>(), unwant: new Set<string>() };
  readonly #releases = new Map<string, PromiseWithResolvers<void>>();

  constructor(handle: (event: Event) => void) {
    this.#handle = handle;
  }

  /**
   * Rejects when the signal is aborted; the claim itself may still succeed. Throws `too_many` where
   * 10,000 keys are waited for.
   */
  async claim(key: string, signal: AbortSignal | undefined): Promise<Claimed<Transaction>> {
    signal?.throwIfAborted();
    return unlessAborted(this.#waiting(key).promise, signal);
  }

  isReleasing(key: string): boolean {
    return this.#releases.has(key);
  }

  /** Resolves when the key is given back; rejects when the signal is aborted. */
  async afterRelease(key: string, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    await unlessAborted(this.#releases.get(key)?.promise ?? Promise.resolve(), signal);
  }

  release(key: string): Promise<void> {
    const waiting = this.#releases.get(key) ?? Promise.withResolvers<void>();
    this.#releases.set(key, waiting);
    this.#say("unwant", key);
    return waiting.promise;
  }

  /** A key that is free is ours only once it may be used; one that another has is told at once. */
  named(answer: NameAnswer): void {
    if ("owner" in answer) this.#settle(answer.key, answer);
  }

  owned(owned: Owned<Transaction>): void {
    this.#settle(owned.key, owned);
  }

  released(keys: readonly string[]): void {
    for (const key of keys) {
      this.#releases.get(key)?.resolve();
      this.#releases.delete(key);
    }
  }

  /** The member that claimed is dead: what it held is released, and the next one claims. */
  askAgain(): void {
    this.released([...this.#releases.keys()]);
    for (const key of this.#claims.keys()) this.#say("want", key);
  }

  end(why: unknown): void {
    this.released([...this.#releases.keys()]);
    for (const { reject } of this.#claims.values()) reject(why);
    this.#claims.clear();
  }

  #waiting(key: string): PromiseWithResolvers<Claimed<Transaction>> {
    const before = this.#claims.get(key);
    if (before !== undefined) return before;
    if (this.#claims.size >= WAITING_MAX)
      throw new Fault("too_many", `${WAITING_MAX} claims of this member wait already`);
    const waiting = Promise.withResolvers<Claimed<Transaction>>();
    this.#claims.set(key, waiting);
    this.#say("want", key);
    return waiting;
  }

  /** Together what comes at one moment: each event looks at all that the member holds. */
  #say(kind: "want" | "unwant", key: string): void {
    const unsaid = this.#unsaid[kind];
    if (unsaid.size === 0) {
      queueMicrotask(() => {
        const keys = [...unsaid];
        unsaid.clear();
        this.#handle({ kind, keys });
      });
    }
    unsaid.add(key);
  }

  #settle(key: string, claimed: Claimed<Transaction>): void {
    this.#claims.get(key)?.resolve(claimed);
    this.#claims.delete(key);
  }
}

async function unlessAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  if (signal === undefined) return promise;
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
