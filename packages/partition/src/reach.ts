/**
 * Whether the database answers at all. Single requests fail now and then, and are made again
 * without a word; nobody is told before none was answered for so long that acting has ended.
 *
 *     answered ──all fail for 2.6 s──► unreachable, told once ──one is answered──► answered
 *
 * Rule P14: docs/spec/partition.md.
 */
import { Fault } from "./fault.ts";
import type { Ports } from "./ports.ts";
import type { Answer, GroupStore, MemberId, Request } from "./store.ts";
import { TIMING } from "./timing.ts";

type Way = Pick<GroupStore<unknown>, "execute" | "follow">;

export interface ReachOptions {
  readonly store: Way;
  readonly ports: Ports;
  /** With the fault of the last request. */
  readonly onUnreachable: (why: Fault) => void;
}

export class Reach implements Way {
  readonly #options: ReachOptions;
  #failingSinceMs: number | null = null;
  #isTold = false;
  #last: Fault | null = null;

  constructor(options: ReachOptions) {
    this.#options = options;
  }

  /** Of the last request, where it failed. */
  get fault(): Fault | null {
    return this.#last;
  }

  async execute(request: Request): Promise<Answer> {
    try {
      const answer = await this.#options.store.execute(request);
      this.#failingSinceMs = null;
      this.#isTold = false;
      this.#last = null;
      return answer;
    } catch (error) {
      if (error instanceof Fault && error.retry) this.#fail(error);
      throw error;
    }
  }

  follow(id: MemberId | null): void {
    this.#options.store.follow(id);
  }

  #fail(fault: Fault): void {
    const nowMs = this.#options.ports.now().monotonicMs;
    this.#failingSinceMs ??= nowMs;
    this.#last = fault;
    if (this.#isTold || nowMs - this.#failingSinceMs < TIMING.actMs) return;
    this.#isTold = true;
    this.#options.onUnreachable(fault);
  }
}
