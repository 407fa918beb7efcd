/**
 * Commands of a room, one at a time in their order. One that fails does not stop the next, and one
 * that hangs holds it no longer than its time.
 *
 * Rule M6: docs/spec/rooms.md.
 */
import { Fault } from "./fault.ts";
import { COMMAND_MS_MAX, COMMANDS_MAX } from "./limits.ts";
import type { Timers } from "./timers.ts";
import { within } from "./within.ts";

export class Commands {
  readonly #timers: Timers;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Faults: `too_many` when too many wait, `unknown_outcome` when it did not end in time. */
  run(command: () => unknown): Promise<unknown> {
    if (this.#waiting >= COMMANDS_MAX) throw new Fault("too_many", `${COMMANDS_MAX} commands wait`);
    this.#waiting += 1;
    const limit = { timers: this.#timers, ms: COMMAND_MS_MAX, fault: late };
    const answer = this.#last.then(() => within(limit, Promise.try(command)));
    this.#last = answer.catch(() => undefined).then(() => (this.#waiting -= 1));
    return answer;
  }
}

function late(): Fault {
  return new Fault("unknown_outcome", "the command did not end in time");
}
