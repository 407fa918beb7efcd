/**
 * One seed: phones whose clocks are wrong write before they have met anybody, in turns; then each
 * meets the node, and goes on writing. All that was written must end everywhere, in its true order.
 */
import { World } from "../../sim/src/index.ts";
import { turn } from "./fake-turn.ts";
import { notes, places, shown } from "./place.ts";
import { type LineCounts, SimulatedLine } from "./simulated-line.ts";
import { NODE, SimulatedReplica } from "./simulated-replica.ts";

const LIFETIME_MS = 30 * 60_000;
const MINUTE_MS = 60_000;
/** 40 minutes slow, 2 fast, right, hardly wrong. */
const OFF_MS = [0, -40 * MINUTE_MS, 2 * MINUTE_MS, 0, -900] as const;
const ALONE_MS = 20_000;
const MEETING_MS = 8_000;
const REST_MS = 5_000;
/** What a friend has of the fast phone is taken by then. */
const DUE_MS = 2 * MINUTE_MS;
/** Two clocks that were measured over a line of at most 150 ms differ by less. */
const APART_MS = 400;
const PEOPLE = 3;
const STEP_MS = 20;

export interface FirstContact {
  readonly complaints: readonly string[];
  readonly written: number;
  readonly corrected: number;
}

/** `areFriends`: the phone that is fast meets one that is right before either meets the node. */
export async function simulateFirstContact(
  seed: number,
  areFriends = false,
): Promise<FirstContact> {
  const contact = new Contact(seed, areFriends);
  return contact.run();
}

class Contact {
  readonly #world: World;
  readonly #replicas: readonly SimulatedReplica[];
  readonly #complaints: string[] = [];
  readonly #last = new Map<string, number>();
  readonly #areFriends: boolean;
  #written = 0;
  #isOver = false;
  readonly #counts: LineCounts = {
    lines: 0,
    breaks: 0,
    records: 0,
    bytes: 0,
    synced: 0,
    ahead: 0,
    corrected: 0,
    lies: {},
    dropped: {},
  };

  constructor(seed: number, areFriends: boolean) {
    this.#areFriends = areFriends;
    this.#world = new World(seed);
    this.#replicas = OFF_MS.map((offMs, at) => {
      const replica = new SimulatedReplica(this.#world, at, LIFETIME_MS);
      replica.setClock(offMs);
      return replica;
    });
  }

  async run(): Promise<FirstContact> {
    for (const replica of this.#replicas) await replica.start();
    this.#write();
    await this.#pass(ALONE_MS);
    const [node, ...phones] = this.#replicas;
    const complain = (what: string) => this.#complaints.push(what);
    const options = { world: this.#world, counts: this.#counts, complain };
    if (this.#areFriends) {
      const early = new SimulatedLine(options, [phones[1]!, phones[2]!]);
      await this.#pass(MEETING_MS / 2);
      early.cut();
    }
    for (const phone of phones) {
      this.#world.after(this.#world.random.between(0, MEETING_MS / 2), () => {
        // It is held by its ends.
        void new SimulatedLine(options, [node!, phone]);
      });
    }
    await this.#pass(MEETING_MS);
    this.#isOver = true;
    await this.#pass(this.#areFriends ? DUE_MS : REST_MS);
    this.#judge();
    return {
      complaints: this.#complaints,
      written: this.#written,
      corrected: this.#counts.corrected,
    };
  }

  async #pass(ms: number): Promise<void> {
    const untilMs = this.#world.nowMs + ms;
    while (this.#world.nowMs < untilMs) {
      this.#world.runUntil(this.#world.nowMs + STEP_MS);
      await turn();
    }
  }

  /** One after the other, so that there is a true order. */
  #write(): void {
    if (this.#isOver) return;
    const { random } = this.#world;
    const { running } = random.pick(this.#replicas);
    const value = { person: `p${random.below(PEOPLE)}`, x: this.#written };
    this.#written += 1;
    this.#last.set(value.person, value.x);
    for (const model of [notes, places]) {
      running!.space.write(model, value).catch((error: unknown) => {
        this.#complaints.push(String(error));
      });
    }
    this.#world.after(random.between(APART_MS, 2 * APART_MS), () => this.#write());
  }

  #judge(): void {
    const order = Array.from({ length: this.#written }, (_, x) => x).join();
    const last = inOrder([...this.#last]);
    for (const { running, number } of this.#replicas) {
      const who = number === NODE ? "the node" : `the phone that was ${OFF_MS[number]} ms off`;
      const { space } = running!;
      const held = space.view(notes).map(({ value }) => value.x);
      // What a friend has keeps the stamp of a fast clock: the order is not true then.
      if (this.#areFriends) held.sort((a, b) => a - b);
      if (held.join() !== order) this.#complaints.push(`${who} holds ${held.join()}, not ${order}`);
      if (this.#areFriends) continue;
      const places = inOrder(Object.entries(shown(space)));
      if (places !== last) this.#complaints.push(`${who} shows ${places}, not ${last}`);
    }
    if (this.#counts.ahead > 0 !== this.#areFriends)
      this.#complaints.push(`${this.#counts.ahead} were ahead`);
  }
}

function inOrder(places: readonly (readonly [string, number])[]): string {
  return JSON.stringify(places.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
