/**
 * The views of a member as an async iterator. Whoever asks for the next view says that it acts
 * under the last one no longer; a view that nobody took is stopped at once. One loop at a time: a
 * second would give back what the first acts under.
 *
 * Rule P13: docs/spec/partition.md.
 */
import { Fault } from "./fault.ts";
import type { View } from "./group.ts";

export interface Taken<Transaction> {
  readonly view: View<Transaction>;
  readonly turn: number;
  /** Aborts its signal. */
  readonly end: () => void;
}

type Next<Transaction> = IteratorResult<View<Transaction>, undefined>;

const DONE = { done: true, value: undefined } as const;

export class Views<Transaction> implements AsyncIterable<View<Transaction>> {
  readonly #stopped: (turn: number, isFinished: boolean) => void;
  #offered: Taken<Transaction> | null = null;
  #taken: Taken<Transaction> | null = null;
  #waiting: PromiseWithResolvers<Next<Transaction>> | null = null;
  /** The iterator that is open. */
  #open: symbol | null = null;
  #end: { readonly fault: unknown } | null = null;

  /** What is finished wants no more of its epoch. */
  constructor(stopped: (turn: number, isFinished: boolean) => void) {
    this.#stopped = stopped;
  }

  [Symbol.asyncIterator](): AsyncIterator<View<Transaction>, undefined> {
    if (this.#open !== null && this.#end === null)
      throw new Fault(
        "bad_input",
        "a loop over the views of this member is under way: one at a time",
      );
    const mine = Symbol("a loop over views");
    this.#open = mine;
    return {
      next: () => (this.#open === mine ? this.#next() : Promise.resolve(DONE)),
      return: () => {
        if (this.#open === mine) this.#leave();
        return Promise.resolve(DONE);
      },
    };
  }

  get acting(): View<Transaction> | undefined {
    return (this.#offered ?? this.#taken)?.view;
  }

  offer(offered: Taken<Transaction>): void {
    this.#offered = offered;
    this.#deliver();
  }

  stop(turn: number): void {
    const offered = this.#offered;
    if (offered?.turn === turn) {
      this.#offered = null;
      offered.end();
      this.#stopped(turn, false);
      return;
    }
    this.#taken?.end();
  }

  /** No view may be acted on any more, and none comes: the loop ends, or throws the fault. */
  end(fault: unknown): void {
    this.#end = { fault };
    this.#offered?.end();
    this.#offered = null;
    this.#taken?.end();
    this.#deliver();
  }

  #next(): Promise<Next<Transaction>> {
    this.#putBack(true);
    this.#waiting ??= Promise.withResolvers();
    const { promise } = this.#waiting;
    this.#deliver();
    return promise;
  }

  /** The next loop may have the same numbering again. */
  #leave(): void {
    this.#open = null;
    this.#waiting?.resolve(DONE);
    this.#waiting = null;
    this.#putBack(false);
  }

  #putBack(isFinished: boolean): void {
    const taken = this.#taken;
    this.#taken = null;
    if (taken === null) return;
    taken.end();
    this.#stopped(taken.turn, isFinished);
  }

  #deliver(): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    if (this.#offered !== null) {
      this.#taken = this.#offered;
      this.#offered = null;
      this.#waiting = null;
      waiting.resolve({ done: false, value: this.#taken.view });
    } else if (this.#end !== null) {
      this.#waiting = null;
      if (this.#end.fault === null) waiting.resolve(DONE);
      else waiting.reject(this.#end.fault);
    }
  }
}
