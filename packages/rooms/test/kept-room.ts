/**
 * A client's room with something of it kept on the device, across lives of the page: steps are
 * kept, shouts are not. Signatures are real ones.
 */
import {
  generateKeys,
  type Identity,
  MemoryStore,
  openIdentity,
  Space,
  Verifier,
} from "@muster/replica";
import { Backoff } from "../src/backoff.ts";
import type { Contact } from "../src/room-client.ts";
import { RoomReplica } from "../src/room-replica.ts";
import { type RoomName, roomKey } from "../src/token.ts";
import type { Message, MessageName } from "../src/wire.ts";
import { FakeTimers } from "./fake-timers.ts";
import { LIFETIME_MS, shouts, steps, WALK } from "./walk.ts";

const STANDING = {
  channel: 1,
  counter: 5,
  nonce: 50,
  erasedWallMs: 0,
  erasedCount: 0,
  records: [],
  notes: [],
  nodeKey: new Uint8Array(),
  rolls: [],
};

/** One life of the page. */
export class KeptRoom {
  readonly room: RoomReplica;
  readonly sent: Message[] = [];
  readonly #timers: FakeTimers;

  constructor(timers: FakeTimers, device: KeptDevice, identity: Identity) {
    this.#timers = timers;
    this.room = new RoomReplica(
      {
        ...WALK,
        token: "t",
        models: [steps, shouts],
        identity,
        lifetimeMs: LIFETIME_MS,
        kept: { store: device.store, models: [steps], contact: device.contact },
      },
      {
        channel: 1,
        timers,
        verifier: new Verifier(),
        pace: { take: () => true, queue: (send) => send() },
        backoff: new Backoff(() => 1),
        offsetMs: () => device.offsetMs,
        isInDoubt: () => false,
        send: (message) => this.sent.push(message),
        forget: () => undefined,
      },
    );
  }

  joined(standing: Partial<Message<"joined">> = {}): Promise<void> {
    const nowMs = this.#timers.now();
    return this.room.take({ ...STANDING, ...standing, is: "joined", nowMs });
  }

  frame(standing: Partial<Message<"frame">> = {}): Promise<void> {
    return this.room.take({ ...STANDING, ...standing, is: "frame" });
  }

  /** Of its writes, the n-th is answered. */
  answer(n: number, code = ""): Promise<void> {
    const { request } = this.ofKind("write")[n]!;
    return this.room.take({ is: "taken", channel: 1, request, code, reason: "" });
  }

  ofKind<Name extends MessageName>(is: Name): Message<Name>[] {
    return this.sent.filter((message) => message.is === is) as Message<Name>[];
  }

  /** The places of those who are seen. */
  get seen(): readonly number[] {
    return [...this.room.space.view(steps).values()].map(({ value }) => value.x).sort(ascending);
  }
}

/** What outlasts a life of the page. */
export class KeptDevice {
  readonly store = new MemoryStore();
  contact: Contact | null = null;
  offsetMs = 0;

  get kept(): readonly number[] {
    const values = [...this.store.all()].map(({ entry }) => entry.value as { readonly x: number });
    return values.map(({ x }) => x).sort(ascending);
  }
}

/** Someone who writes into a room, with a key of their own. */
export async function signingSpace(timers: FakeTimers, name: RoomName = WALK): Promise<Space> {
  return new Space({
    name: roomKey(name),
    models: [steps, shouts],
    store: new MemoryStore(),
    clock: timers,
    identity: await openIdentity(await generateKeys()),
    verifier: new Verifier(),
    lifetimeMs: LIFETIME_MS,
  });
}

function ascending(a: number, b: number): number {
  return a - b;
}
