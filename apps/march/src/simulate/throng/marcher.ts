/**
 * One of thousands: a key of its own, a signed join, a WebSocket, records that it stamps and
 * signs, as a phone does it; but no replica of the others, which would measure this process and
 * not the node.
 */
import {
  generateKeys,
  type Identity,
  MemoryStore,
  openIdentity,
  Space,
  Verifier,
} from "@muster/replica";
import { decodeMessage, encodeMessage, type Message, WIRE_VERSION } from "@muster/rooms/wire";
import { WebSocket } from "ws";
import { type Place, positions } from "../../model.ts";
import type { MarchApi } from "../api.ts";
import { roomsUrl } from "../phone.ts";
import type { FrameReader, FrameSays } from "./frame-reader.ts";

const CHANNEL = 1;
/** The first byte of a frame, and of a batch: docs/spec/rooms-wire.md. */
const FRAME = 33;
const BATCH = 38;

export interface MarcherOptions {
  readonly api: MarchApi;
  readonly march: string;
  readonly invite: string;
  readonly contingent: string;
  readonly now: () => number;
  readonly reader: FrameReader;
  readonly hears: (says: FrameSays, bytes: number) => void;
  /** The connection is gone, and nobody asked for that. */
  readonly onLost: (why: string) => void;
}

interface Session {
  readonly person: string;
  readonly token: string;
  readonly space: Space;
}

export class Marcher {
  readonly #options: MarcherOptions;
  readonly #identity: Identity;
  readonly #answers = new Map<number, (code: string) => void>();
  #session: Session | null = null;
  #socket: WebSocket | null = null;
  #live = Promise.withResolvers<void>();
  #isLive = false;
  #requests = 0;
  #last: Uint8Array<ArrayBuffer> | null = null;

  /** Joins the march, and its room. Throws `Refused`. */
  static async open(options: MarcherOptions): Promise<Marcher> {
    const marcher = new Marcher(options, await openIdentity(await generateKeys()));
    await marcher.enter();
    return marcher;
  }

  private constructor(options: MarcherOptions, identity: Identity) {
    this.#options = options;
    this.#identity = identity;
  }

  /** The id that others see. */
  get id(): string {
    return this.#joined().person;
  }

  /** Whether it has been told how the room stands. */
  get isLive(): boolean {
    return this.#isLive;
  }

  /** Joins the march by its invite, the first time or again. */
  async enter(): Promise<void> {
    const { api, march, invite, contingent, now } = this.#options;
    const identity = this.#identity;
    const { person, token, lifetimeMs } = await api.joinWithKey(march, invite, {
      identity,
      contingent,
    });
    const space = new Space({
      name: `march/${march}`,
      models: [positions],
      store: new MemoryStore(),
      clock: { now },
      identity,
      verifier: new Verifier(),
      lifetimeMs,
    });
    this.#session = { person, token, space: this.#session?.space ?? space };
    await this.connect();
  }

  /** Joins the room with the token at hand. Resolves when it is told how the room stands. */
  connect(): Promise<void> {
    const { api, march, onLost } = this.#options;
    const socket = new WebSocket(roomsUrl(api.url), { perMessageDeflate: false });
    this.#socket = socket;
    socket.on("open", () => {
      const { token } = this.#joined();
      this.#send({ is: "hello", version: WIRE_VERSION });
      const nothing = { counter: 0, nonce: 0, known: [] } as const;
      this.#send({ is: "join", channel: CHANNEL, kind: "march", id: march, token, ...nothing });
    });
    socket.on("message", (data) => this.#hear(data as Buffer));
    socket.on("error", (error) => this.#live.reject(error));
    socket.on("close", (code, reason) => {
      // One that was dropped: its answers had all come, and another may be there already.
      if (this.#socket !== socket) return;
      for (const answer of this.#answers.values()) answer("lost");
      this.#answers.clear();
      onLost(`${code} ${reason.toString()}`);
    });
    return this.#live.promise;
  }

  /** Resolves with the code of the answer: empty when it was taken. */
  async post(place: Place): Promise<string> {
    const { person, space } = this.#joined();
    const { contingent } = this.#options;
    await this.#live.promise;
    const { bytes } = await space.write(positions, { person, contingent, place });
    this.#requests += 1;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.#answers.set(this.#requests, resolve);
    const write = {
      is: "write",
      channel: CHANNEL,
      request: this.#requests,
      record: bytes,
    } as const;
    this.#last = encodeMessage(write);
    this.#socket?.send(this.#last);
    return promise;
  }

  /** Sends the last write once more. */
  repeatLast(): void {
    if (this.#last !== null) this.#socket?.send(this.#last);
  }

  /** Without a word, as a phone without network. */
  drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#isLive = false;
    // What is posted from now on waits until it is back.
    this.#live = Promise.withResolvers();
    socket?.terminate();
  }

  #joined(): Session {
    if (this.#session === null) throw new Error("nobody has joined");
    return this.#session;
  }

  #send(message: Message): void {
    this.#socket?.send(encodeMessage(message));
  }

  #hear(bytes: Buffer): void {
    const { reader } = this.#options;
    const isTold = bytes[0] === FRAME || bytes[0] === BATCH;
    if (isTold) return this.#told(reader.frame(bytes), bytes.length);
    const message = decodeMessage(bytes);
    if (message.is === "joined") {
      this.#told(reader.standing(message), bytes.length);
      this.#isLive = true;
      this.#live.resolve();
    } else if (message.is === "beat") this.#send({ is: "here" });
    else if (message.is === "taken") this.#answered(message);
    else if (message.is === "left")
      this.#live.reject(new Error(`${message.code}: ${message.reason}`));
  }

  #told(says: FrameSays, bytes: number): void {
    this.#session?.space.erase(says.erased);
    this.#options.hears(says, bytes);
  }

  #answered({ request, code }: Message<"taken">): void {
    this.#answers.get(request)?.(code);
    this.#answers.delete(request);
  }
}
