/** Waiting for what replicas tell, and for them to hold the same. */
import assert from "node:assert/strict";
import type { Peer } from "../src/sync/link.ts";
import { held, openReplica, type Replica } from "./fake-peers.ts";
import { notes, places, shown } from "./place.ts";

/** More than the credit, so that both directions matter. */
export const RECORDS = 600;

/** What a replica is told, and until when to wait for a word of it. */
export class Told {
  readonly words: string[] = [];
  #wake: () => void = () => undefined;
  readonly peer: Peer = {
    onEvent: (event) => {
      this.words.push("code" in event ? `${event.is} ${event.code}` : event.is);
      this.#wake();
    },
  };

  async until(word: string): Promise<void> {
    while (!this.words.includes(word)) {
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }
}

export interface Pair {
  readonly a: Replica;
  readonly b: Replica;
  readonly toA: Told;
  readonly toB: Told;
}

/** Two replicas with something of their own, and what each is told. */
export async function pair(): Promise<Pair> {
  const [a, b] = [await openReplica(), await openReplica()];
  for (let x = 0; x < RECORDS; x += 1) await a.space.write(notes, { person: "n", x });
  await b.space.write(places, { person: "b", x: 1 });
  return { a, b, toA: new Told(), toB: new Told() };
}

/** They come to hold the same, and what is written later follows. */
export async function assertSame({ a, b, toA, toB }: Pair): Promise<void> {
  await Promise.all([toA.until("synced"), toB.until("synced")]);
  assert.deepEqual(held(a.space), held(b.space));
  await a.space.write(places, { person: "later", x: 2 });
  await until(b, () => shown(b.space)["later"] === 2);
}

export async function until({ space }: Replica, holds: () => boolean): Promise<void> {
  if (holds()) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = space.subscribe(places, () => holds() && resolve());
  await promise;
  end();
}
