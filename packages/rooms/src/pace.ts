/**
 * How fast a client sends, in all rooms of its connection: slower than the node takes it, and
 * with few messages under way, so that also what a network held back arrives as no flood. Joins
 * and calls wait in line and go before writes, which wait in their outboxes.
 *
 *   join, call ─► line ─┐
 *                       ├─ a turn: WRITES_PER_SECOND, fewer than UNANSWERED_MAX under way ─► sent
 *   write ──────► take ─┘
 *
 * Rules M13, M14: docs/spec/rooms.md.
 */
import { UNANSWERED_MAX, WRITES_BURST, WRITES_PER_SECOND } from "./limits.ts";
import { Rate } from "./rate.ts";
import type { Timers } from "./timers.ts";
import type { Message } from "./wire.ts";

export class Pace {
  readonly #timers: Timers;
  readonly #rate: Rate;
  readonly #unanswered = new Set<string>();
  #line: (() => void)[] = [];
  #cancel: (() => void) | null = null;

  constructor(timers: Timers) {
    this.#timers = timers;
    this.#rate = new Rate(WRITES_BURST, WRITES_PER_SECOND, timers.monotonic());
  }

  /** Whether a write may be sent now. */
  take(): boolean {
    return this.#line.length === 0 && this.#hasTurn();
  }

  /** Calls `send` when its turn comes, unless the connection breaks before. */
  queue(send: () => void): void {
    this.#line.push(send);
    this.#advance();
  }

  sent(message: Message): void {
    if (message.is === "write" || message.is === "call") this.#unanswered.add(nameOf(message));
    else if (message.is === "leave") this.#forget(message.channel);
  }

  heard(message: Message): void {
    if (message.is === "taken" || message.is === "answer") {
      this.#unanswered.delete(nameOf(message));
    } else if (message.is === "left") {
      this.#forget(message.channel);
    }
    this.#advance();
  }

  /** The connection is gone: nothing is under way, and what waits here is not sent. */
  reset(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#line = [];
    this.#unanswered.clear();
  }

  #hasTurn(): boolean {
    return this.#unanswered.size < UNANSWERED_MAX && this.#rate.take(this.#timers.monotonic());
  }

  #advance(): void {
    while (this.#line.length > 0 && this.#hasTurn()) this.#line.shift()?.();
    if (this.#line.length === 0) return;
    this.#cancel ??= this.#timers.after(1000 / WRITES_PER_SECOND, () => {
      this.#cancel = null;
      this.#advance();
    });
  }

  #forget(channel: number): void {
    for (const name of this.#unanswered) {
      if (name.startsWith(`${channel} `)) this.#unanswered.delete(name);
    }
  }
}

function nameOf({ channel, request }: { channel: number; request: number }): string {
  return `${channel} ${request}`;
}
