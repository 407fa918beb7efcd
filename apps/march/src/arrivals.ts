/**
 * When each person's newest position arrived here, for the polling API: "what is newer than my
 * last ping" compares the owner's arrival time, never a client's clock. Arrivals are distinct and
 * grow, so a reply that ends at one misses nothing.
 *
 * Rule A9: docs/spec/march.md.
 */
import type { Owner } from "@muster/rooms/server";
import { degreesOf, type PositionDelta, positions } from "./model.ts";

interface Arrival {
  /** Milliseconds since the epoch, with a fraction where several arrive in one. */
  readonly at: number;
  /** The location as the API writes it: encoded once, however many poll. */
  readonly json: string;
}

/** The smallest step that a double holds exactly beside a time of today. */
const STEP_MS = 1 / 1024;

export class Arrivals {
  readonly #byPerson = new Map<string, Arrival>();
  readonly #owner: Owner;
  #last = 0;

  constructor(owner: Owner) {
    this.#owner = owner;
    for (const [key, now] of owner.space.view(positions)) this.#take({ key, now });
    owner.space.subscribe(positions, (delta) => this.#take(delta));
  }

  /** The last arrival so far, in milliseconds since the epoch; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  /** A JSON array of the locations of `people` that arrived after `lastPing`. */
  newer(people: Iterable<string>, lastPing: number): string {
    const found: string[] = [];
    for (const person of people) {
      const arrival = this.#byPerson.get(person);
      if (arrival !== undefined && arrival.at > lastPing) found.push(arrival.json);
    }
    return `[${found.join(",")}]`;
  }

  #take({ key, now }: PositionDelta): void {
    const place = now?.value.place ?? null;
    if (place === null) {
      this.#byPerson.delete(key);
      return;
    }
    this.#last = Math.max(this.#owner.now(), this.#last + STEP_MS);
    const json = JSON.stringify({ id: key, ...degreesOf(place), time: this.#last });
    this.#byPerson.set(key, { at: this.#last, json });
  }
}
