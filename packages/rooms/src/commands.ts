/**
 * Commands of a room, one at a time in their order. One that fails does not stop the next, and one
 * that hangs holds it no longer than its time. Nobody fills the places that others wait in: a
 * person has a few, and whom the room names waits beside all the others.
 *
 * Rule M6: docs/spec/rooms.md.
 */
import { Fault } from "./fault.ts";
import { COMMAND_MS_MAX, COMMANDS_MAX, COMMANDS_OF_PERSON_MAX } from "./limits.ts";
import type { Timers } from "./timers.ts";
import type { Grant } from "./token.ts";
import { within } from "./within.ts";

export class Commands {
  readonly #timers: Timers;
  readonly #isNamed: (who: Grant) => boolean;
  /** By person; the one that runs is among them. */
  readonly #waiting = new Map<string, number>();
  /** Of all whom the room does not name. */
  #others = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** `isNamed`: who waits beside the others. Few, or they bound nothing. */
  constructor(timers: Timers, isNamed: (who: Grant) => boolean) {
    this.#timers = timers;
    this.#isNamed = isNamed;
  }

  /** Faults: `too_many` when too many wait, `unknown_outcome` when it did not end in time. */
  run(who: Grant, command: () => unknown): Promise<unknown> {
    const leave = this.#enter(who);
    const limit = { timers: this.#timers, ms: COMMAND_MS_MAX, fault: late };
    const answer = this.#last.then(() => within(limit, Promise.try(command)));
    this.#last = answer.catch(() => undefined).then(leave);
    return answer;
  }

  #enter(who: Grant): () => void {
    const { person } = who;
    const own = this.#waiting.get(person) ?? 0;
    if (own >= COMMANDS_OF_PERSON_MAX) throw new Fault("too_many", `${own} of your commands wait`);
    const others = this.#isNamed(who) ? 0 : 1;
    if (this.#others + others > COMMANDS_MAX) {
      throw new Fault("too_many", `${COMMANDS_MAX} commands wait`);
    }
    this.#others += others;
    this.#waiting.set(person, own + 1);
    return () => {
      this.#others -= others;
      const left = (this.#waiting.get(person) ?? 1) - 1;
      if (left === 0) this.#waiting.delete(person);
      else this.#waiting.set(person, left);
    };
  }
}

function late(): Fault {
  return new Fault("unknown_outcome", "the command did not end in time");
}
