/**
 * One seed: phones whose clocks are wrong write before they have met anybody, in turns; then each
 * meets the node, and goes on writing. All that was written must end everywhere, in its true order.
 *
 * Where a fast phone has met a friend first, what the friend was sent keeps its stamp, so all that
 * the fast phone writes then stands above it, and the order is true of each of the two: of what it
 * wrote, and of all the rest. Everybody holds what a fold of the records gives, as they were sent.
 */
import { World } from "../../sim/src/index.ts";
import type { SignedRecord } from "../src/record.ts";
import { unbeaten } from "./corruption/control.ts";
import { nameOf } from "./fake-peers.ts";
import { turn } from "./fake-turn.ts";
import { notes, places, shown } from "./place.ts";
import { type LineCounts, SimulatedLine } from "./simulated-line.ts";
import { NODE, SimulatedReplica } from "./simulated-replica.ts";

const LIFETIME_MS = 30 * 60_000;
const MINUTE_MS = 60_000;
/** 40 minutes slow, 2 fast, right, hardly wrong. */
const OFF_MS = [0, -40 * MINUTE_MS, 2 * MINUTE_MS, 0, -900] as const;
/** The one that is fast. */
const FAST = 2;
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
  /** What each replica wrote: the numbers, in order. */
  readonly #own: readonly { readonly person: string; readonly x: number }[][] = OFF_MS.map(
    () => [],
  );
  /** Each as it was sent, whole. */
  readonly #sent = new Map<string, SignedRecord>();
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
    const onRecord = (record: SignedRecord) =>
      void this.#sent.set(Buffer.from(record.bytes).toString("base64"), record);
    const options = { world: this.#world, counts: this.#counts, complain, onRecord };
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
    await this.#pass(REST_MS);
    if (this.#areFriends) {
      this.#judgeFast();
      await this.#pass(DUE_MS);
    }
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
    const { running, number } = random.pick(this.#replicas);
    const value = { person: `p${random.below(PEOPLE)}`, x: this.#written };
    this.#written += 1;
    this.#last.set(value.person, value.x);
    this.#own[number]!.push(value);
    for (const model of [notes, places]) {
      running!.space.write(model, value).catch((error: unknown) => {
        this.#complaints.push(String(error));
      });
    }
    this.#world.after(random.between(APART_MS, 2 * APART_MS), () => this.#write());
  }

  #judge(): void {
    const order = Array.from({ length: this.#written }, (_, x) => x).join();
    for (const replica of this.#replicas) {
      const held = replica.running!.space.view(notes).map(({ value }) => value.x);
      if (this.#areFriends) this.#judgeOfTwo(replica, held);
      else this.#equal(replica, "holds", [held.join(), order]);
      if (!this.#areFriends)
        this.#equal(replica, "shows", [shownAt(replica), inOrder([...this.#last])]);
    }
    if (this.#counts.ahead > 0 !== this.#areFriends)
      this.#complaints.push(`${this.#counts.ahead} were ahead`);
    this.#judgeSent();
  }

  /** The order of the fast phone's and that of all others': neither is mixed up, and nothing lacks. */
  #judgeOfTwo(replica: SimulatedReplica, held: readonly number[]): void {
    const fast = new Set(this.#own[FAST]!.map(({ x }) => x));
    const others = Array.from({ length: this.#written }, (_, x) => x).filter((x) => !fast.has(x));
    const ofFast = held.filter((x) => fast.has(x));
    this.#equal(replica, "holds of the fast phone's", [ofFast.join(), [...fast].join()]);
    const ofOthers = held.filter((x) => !fast.has(x));
    this.#equal(replica, "holds of others'", [ofOthers.join(), others.join()]);
    const due = unbeaten([...this.#sent.values()].map((record) => ({ record })));
    const names = [due, [...replica.running!.space.records()]].map((all) =>
      all.map(({ record }) => `${nameOf(record)} ${record.stamp.wallMs}`).toSorted(),
    );
    this.#equal(replica, "holds of what was sent", [names[1]!.join(), names[0]!.join()]);
  }

  /** What is ahead of the right clock is there where it was written, though nobody else takes it. */
  #judgeFast(): void {
    const own = this.#own[FAST]!;
    const fast = this.#replicas[FAST]!;
    const { space } = fast.running!;
    const xs = new Set(own.map(({ x }) => x));
    const held = space.view(notes).map(({ value }) => value.x);
    this.#equal(fast, "holds of its own", [held.filter((x) => xs.has(x)).join(), [...xs].join()]);
    // All that it wrote stands above what others have of it, so also above all that they wrote.
    const last = Object.fromEntries(own.map(({ person, x }) => [person, x]));
    const mine = Object.entries(shown(space)).filter(([person]) => person in last);
    this.#equal(fast, "shows of its own", [inOrder(mine), inOrder(Object.entries(last))]);
  }

  /** A number has one form, and what takes the place of something expires no earlier (R44). */
  #judgeSent(): void {
    const all = [...this.#sent.values()].toSorted((a, b) => a.sequence - b.sequence);
    const last = new Map<string, SignedRecord>();
    for (const record of all) {
      const of = `${record.stamp.author} ${record.model} ${record.key}`;
      const before = last.get(of);
      last.set(of, record);
      if (before === undefined) continue;
      if (before.sequence === record.sequence)
        this.#complaints.push(`${nameOf(record)} has two forms`);
      if (record.expiresAt < before.expiresAt && record.key !== "")
        this.#complaints.push(`${nameOf(record)} expires before ${nameOf(before)}`);
    }
  }

  #equal({ number }: SimulatedReplica, what: string, [is, due]: readonly [string, string]): void {
    const who = number === NODE ? "the node" : `the phone that was ${OFF_MS[number]} ms off`;
    if (is !== due) this.#complaints.push(`${who} ${what} ${is}, not ${due}`);
  }
}

function shownAt({ running }: SimulatedReplica): string {
  return inOrder(Object.entries(shown(running!.space)));
}

function inOrder(places: readonly (readonly [string, number])[]): string {
  return JSON.stringify(places.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
