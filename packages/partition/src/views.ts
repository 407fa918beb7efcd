/**
 * The views of a member as an async iterator. Whoever asks for the next view says that it acts
 * under the last one no longer; a view that nobody took is stopped at once.
 *
 * Rule P13: docs/spec/partition.md.
 */
import type { View } from "./group.ts";

export interface Taken<Transaction> {
  readonly view: View<Transaction>;
  readonly turn: number;
  /** Aborts its signal. */
  readonly end: () => void;
}

export class Views<Transaction> implements AsyncIterable<View<Transaction>> {
  readonly #stopped: (turn: number) => void;
  #offered: Taken<Transaction> | null = null;
  #taken: Taken<Transaction> | null = null;
  #waiting: PromiseWithResolvers<IteratorResult<View<Transaction>, undefined>> | null = null;
  #end: { readonly fault: unknown } | null = null;

  constructor(stopped: (turn: number) => void) {
    this.#stopped = stopped;
  }

  [Symbol.asyncIterator](): AsyncIterator<View<Transaction>, undefined> {
    return {
      next: () => this.#next(),
      return: () => {
        this.#putBack();
        return Promise.resolve({ done: true, value: undefined });
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
      this.#stopped(turn);
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

  #next(): Promise<IteratorResult<View<Transaction>, undefined>> {
    this.#putBack();
    this.#waiting ??= Promise.withResolvers();
    const { promise } = this.#waiting;
    this.#deliver();
    return promise;
  }

  #putBack(): void {
    const taken = this.#taken;
    this.#taken = null;
    if (taken === null) return;
    taken.end();
    this.#stopped(taken.turn);
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
      if (this.#end.fault === null) waiting.resolve({ done: true, value: undefined });
      else waiting.reject(this.#end.fault);
    }
  }
}
