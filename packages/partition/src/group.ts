/**
 * The public face of a membership: views, keys, fenced transactions.
 *
 *     store ◄──calls── Loop (the rules) ──effects──► Views, keys ──► the application
 *
 * Rules P8, P9, P10, P13: docs/spec/partition.md.
 */
import type { Fault } from "./fault.ts";
import type { Fence } from "./fence.ts";
import type { Death } from "./state.ts";
import type { MemberId } from "./store.ts";

/** A member's place in its group, to be acted on until `signal` says otherwise. */
export interface View<Transaction> {
  /** From 0 up to `size`, not including it; no other member has it. */
  readonly index: number;
  readonly size: number;
  /** Grows with every change of the group. */
  readonly epoch: number;
  /** Aborted when acting must stop. */
  readonly signal: AbortSignal;
  /** Asks the clock: false also where the signal is late because this process hung. */
  readonly isUsable: boolean;
  /** Commits what `run` does while the view holds. Throws `fenced`, `unknown_outcome`. */
  transaction<Result>(run: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** The same, at most once for each operation id, as `once` of an `Owned`. */
  once<Result>(
    operation: string,
    run: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result | null>;
}

/** A key that this member owns. */
export interface Owned<Transaction> {
  /** The number of a partition in decimal digits, or a name. */
  readonly key: string;
  readonly fence: Fence;
  /** Aborted when the key is lost. */
  readonly signal: AbortSignal;
  readonly isUsable: boolean;
  /** Commits what `run` does while the key is owned. Throws `fenced`, `unknown_outcome`. */
  transaction<Result>(run: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /**
   * The same, at most once for each operation id, however often it is called in the 24 hours after
   * it happened: `null` where it has happened before. An id counts for the whole group, whichever
   * key or view it is used with.
   */
  once<Result>(
    operation: string,
    run: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result | null>;
}

/** Who owns a named key, where it is another member. */
export interface Elsewhere {
  readonly key: string;
  readonly owner: MemberId;
  readonly label: string;
}

/** What happened to the membership, for logs. */
export type News =
  | { readonly kind: "joined"; readonly id: MemberId }
  | { readonly kind: "died"; readonly why: Death }
  | { readonly kind: "buried"; readonly id: MemberId }
  /** No request was answered for 2.6 s; they are made again until one is. */
  | { readonly kind: "unreachable"; readonly why: Fault }
  /** `weigh` threw or gave no weight: that of before counts, or 1. Told once until it does again. */
  | { readonly kind: "unweighed"; readonly why: Fault };

export interface GroupEvents<Transaction> {
  /** Told of the keys held already too, in a microtask after `on`. */
  readonly owned: (owned: Owned<Transaction>) => void;
  /** The key is released once what it returns has settled, or after 5 s. */
  readonly lost: (owned: Owned<Transaction>) => void | Promise<void>;
  readonly news: (news: News) => void;
}

export interface FencedGroup<Transaction> extends AsyncDisposable {
  readonly name: string;
  /** Of this life; null while the member is out. */
  readonly id: MemberId | null;
  /** The keys that may be acted on now. */
  readonly keys: ReadonlyMap<string, Owned<Transaction>>;
  /** Throws `fenced` where the member does not own it. */
  owned(key: string): Owned<Transaction>;
  /**
   * Takes a named key where it is free, and tells who has it where it is not. One that is being
   * released is claimed after that. Throws `bad_input`, `left`, and `too_many` where 10,000 keys
   * are waited for.
   */
  claim(key: string, options?: { signal?: AbortSignal }): Promise<Owned<Transaction> | Elsewhere>;
  /** Hands a named key back. */
  release(key: string): Promise<void>;
  /**
   * Returns what ends the listening. What a listener throws ends the process, as an exception that
   * nobody catches; the others are told all the same.
   */
  on<Kind extends keyof GroupEvents<Transaction>>(
    kind: Kind,
    listener: GroupEvents<Transaction>[Kind],
  ): () => void;
  /** Resolves once everything is handed over and the member is out. */
  leave(): Promise<void>;
  /** Settles when the member is out: rejects with the fault where the group refused it. */
  readonly left: Promise<void>;
}

export interface Group<Transaction> extends FencedGroup<Transaction> {
  /** The numbering that may be acted on at this moment, for a look; `views` is for acting. */
  readonly view: View<Transaction> | undefined;
  /**
   * Each view as it becomes usable. Asking for the next says that the last is acted on no longer:
   * where that was usable still, the next is of another epoch. Leaving the loop says so too, and a
   * new loop begins with the same numbering. A second loop at the same time throws `bad_input`.
   */
  readonly views: AsyncIterable<View<Transaction>>;
}
