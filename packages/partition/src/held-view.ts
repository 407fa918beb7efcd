/**
 * A numbering as the application acts under it, until it must stop.
 *
 * Rules P10, P13: docs/spec/partition.md.
 */
import type { Numbering } from "./barrier.ts";
import { type Actor, committed, resultOf, resultOrNull } from "./committed.ts";
import { Fault } from "./fault.ts";
import type { View } from "./group.ts";
import type { Guard, MemberId } from "./store.ts";

type Run<Transaction, Result> = (transaction: Transaction) => Promise<Result>;

export class HeldView<Transaction> implements View<Transaction> {
  readonly index: number;
  readonly size: number;
  readonly epoch: number;
  readonly #abort = new AbortController();
  readonly #guard: Guard;
  readonly #member: Actor<Transaction>;

  constructor(id: MemberId, { index, size, epoch }: Numbering, member: Actor<Transaction>) {
    this.index = index;
    this.size = size;
    this.epoch = epoch;
    this.#guard = { kind: "view", id, epoch };
    this.#member = member;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get isUsable(): boolean {
    return !this.signal.aborted && this.#member.isHeld();
  }

  end(): void {
    const { index, size, epoch } = this;
    this.#abort.abort(new Fault("fenced", `the view [${index}/${size}] of epoch ${epoch} is over`));
  }

  async transaction<Result>(run: Run<Transaction, Result>): Promise<Result> {
    return resultOf(await this.#run(null, run));
  }

  async once<Result>(operation: string, run: Run<Transaction, Result>): Promise<Result | null> {
    return resultOrNull(await this.#run(operation, run));
  }

  #run<Result>(
    operation: string | null,
    run: Run<Transaction, Result>,
  ): Promise<readonly Result[]> {
    this.signal.throwIfAborted();
    return committed(this.#member, { guard: this.#guard, operation }, run);
  }
}
