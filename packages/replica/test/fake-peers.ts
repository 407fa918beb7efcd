/** Replicas that synchronise, and a line between two of them that can be watched, cut and held. */
import { sha256, Verifier } from "../src/identity.ts";
import type { SignedRecord } from "../src/record.ts";
import type { Space, SpaceOptions } from "../src/space.ts";
import type { SyncEvent } from "../src/sync/event.ts";
import { Frames } from "../src/sync/frames.ts";
import { Ledger } from "../src/sync/ledger.ts";
import type { Link, Peer } from "../src/sync/link.ts";
import { openSync, type Sync } from "../src/sync/sync.ts";
import { decodeMessage, type Message } from "../src/sync/wire.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeTimers } from "./fake-timers.ts";
import { openSpace, START_MS } from "./place.ts";

/** What WebCrypto still works on, in all replicas: while it does, nothing is settled. */
let working = 0;

async function watched<T>(work: Promise<T>): Promise<T> {
  working += 1;
  try {
    return await work;
  } finally {
    working -= 1;
  }
}

export interface Replica {
  readonly clock: FakeClock;
  readonly timers: FakeTimers;
  readonly space: Space;
  readonly ledger: Ledger;
  readonly sync: Sync;
}

export async function openReplica(
  options: Partial<SpaceOptions> & { readonly ledger?: Ledger } = {},
): Promise<Replica> {
  const clock = new FakeClock(START_MS);
  const timers = new FakeTimers();
  const ledger = options.ledger ?? new Ledger((bytes) => watched(sha256(bytes)));
  const real = new Verifier();
  const verifier: Pick<Verifier, "verify"> = {
    verify: (...of) => watched(real.verify(...of)),
  };
  const space = await openSpace({ clock, ledger, verifier, ...options });
  return { clock, timers, space, ledger, sync: await openSync({ space, ledger, timers }) };
}

/** One end of a line: what was said into it, and what the replica told of it. */
export interface End {
  readonly said: Message[];
  readonly events: SyncEvent[];
  bytes: number;
  /** While it is held nothing more leaves this end. */
  isHeld: boolean;
}

/** From one piece of work to the next. */
const IDLE_TURNS = 10;

/** Two replicas, connected; bytes arrive when `settled` is awaited, cut into chunks. */
class Line {
  readonly a: End = newEnd();
  readonly b: End = newEnd();
  readonly #chunkBytes: number;
  readonly #queues: readonly [Uint8Array[], Uint8Array[]] = [[], []];
  readonly #links: Link[] = [];

  constructor(syncs: readonly [Sync, Sync], peers: readonly [Peer, Peer], chunkBytes: number) {
    this.#chunkBytes = chunkBytes;
    for (const from of [0, 1] as const)
      this.#links.push(this.#open(from, syncs[from], peers[from]));
  }

  /** Until nothing is on its way, and nothing is being worked on. */
  async settled(): Promise<void> {
    for (let idle = 0; idle < IDLE_TURNS; idle += 1) {
      await new Promise(setImmediate);
      if (this.#deliver(0) || this.#deliver(1) || isWorking()) idle = 0;
    }
  }

  cut(): void {
    for (const link of this.#links) link.close();
  }

  #open(from: 0 | 1, sync: Sync, peer: Peer): Link {
    const frames = new Frames();
    const [end, queue] = [from === 0 ? this.a : this.b, this.#queues[from]];
    const send = (bytes: Uint8Array) => {
      end.bytes += bytes.length;
      for (const each of frames.take(bytes)) end.said.push(decodeMessage(each));
      for (let at = 0; at < bytes.length; at += this.#chunkBytes) {
        queue.push(bytes.slice(at, at + this.#chunkBytes));
      }
    };
    const onEvent = (event: SyncEvent) => {
      end.events.push(event);
      peer.onEvent?.(event);
    };
    return sync.connect({ send, close: () => this.cut() }, { ...peer, onEvent });
  }

  /** All that waits at this end; whether there was anything. */
  #deliver(from: 0 | 1): boolean {
    const end = from === 0 ? this.a : this.b;
    if (end.isHeld) return false;
    const chunks = this.#queues[from].splice(0);
    for (const chunk of chunks) this.#links[1 - from]!.take(chunk);
    return chunks.length > 0;
  }
}

export function connect(
  syncs: readonly [Sync, Sync],
  peers: readonly [Peer, Peer] = [{}, {}],
  chunkBytes = Number.POSITIVE_INFINITY,
): Line {
  return new Line(syncs, peers, chunkBytes);
}

function isWorking(): boolean {
  return working > 0;
}

function newEnd(): End {
  return { said: [], events: [], bytes: 0, isHeld: false };
}

export function named(said: readonly Message[]): readonly string[] {
  return said.map(({ is }) => is);
}

export function count(end: End, is: Message["is"]): number {
  return end.said.filter((message) => message.is === is).length;
}

/** How it ended, or what else was told, without the reasons. */
export function told({ events }: End): readonly string[] {
  return events.map((event) => ("code" in event ? `${event.is} ${event.code}` : event.is));
}

export function held(space: Space): readonly string[] {
  return [...space.records()].map(({ record }) => nameOf(record)).toSorted();
}

export function nameOf({ stamp, model, sequence }: SignedRecord): string {
  return `${stamp.author.slice(0, 4)}${stamp.author.slice(64, 72)} ${model} ${sequence}`;
}
