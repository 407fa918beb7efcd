/**
 * The public face of @muster/rooms for a client, in a browser or in Node: `connect` keeps one
 * WebSocket to a node, however often it breaks, and the rooms joined over it.
 *
 *   dialling ──open──► hello, join ─► live
 *      ▲                               │ closed, or silent for SILENCE_MS_MAX
 *      └────── backoff, jittered ◄─────┘
 *
 * Rule M13: docs/spec/rooms.md.
 */
import { Malformed, Verifier } from "@muster/replica";
import { Backoff } from "./backoff.ts";
import { FAULTS, Fault, type FaultCode } from "./fault.ts";
import { ROOMS_PER_CONNECTION_MAX, SILENCE_MS_MAX } from "./limits.ts";
import { NodeTime } from "./node-time.ts";
import { Pace } from "./pace.ts";
import type { RoomClient, RoomClientOptions } from "./room-client.ts";
import { RoomReplica } from "./room-replica.ts";
import type { Wire } from "./room-wire.ts";
import { repeat, systemTimers, type Timers } from "./timers.ts";
import { decodeMessage, encodeMessage, type Message, WIRE_VERSION } from "./wire.ts";

export { Fault } from "./fault.ts";
export type { Receipt } from "./outbox.ts";
export type { Contact, Keeping, RoomClient, RoomClientOptions, RoomState } from "./room-client.ts";
export type { Note } from "./wire.ts";

/** How soon it is noticed that the device has slept. */
const LOOK_MS = 1_000;

/** The part of a browser's WebSocket that is used here. */
export interface ClientSocket {
  binaryType: string;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

export interface ConnectPorts {
  readonly timers: Timers;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly dial: (url: string) => ClientSocket;
  readonly verifier: Pick<Verifier, "verify">;
  /** How far this device's clock was behind the node's when it was last heard; 0: never. */
  readonly offsetMs: number;
  /** A bug, not an expected failure. */
  readonly onError: (error: unknown) => void;
}

const systemPorts: ConnectPorts = {
  timers: systemTimers,
  random: () => Math.random(),
  dial: (url) => {
    if (typeof WebSocket === "undefined") {
      throw new Fault("unavailable", "no WebSocket here: a browser has one, Node from 22 on");
    }
    return new WebSocket(url) as unknown as ClientSocket;
  },
  verifier: new Verifier(),
  offsetMs: 0,
  // Thrown where no promise catches it, it ends a Node process and reaches a page's `onerror`.
  onError: (error) =>
    queueMicrotask(() => {
      throw error;
    }),
};

/**
 * Connects to `url`, such as `wss://example.org/rooms`, and keeps trying until closed. Throws the
 * fault `unavailable` where there is no WebSocket.
 */
export function connect(url: string, ports: Partial<ConnectPorts> = {}): Client {
  return new Client(url, { ...systemPorts, ...ports });
}

export class Client {
  readonly #url: string;
  readonly #ports: ConnectPorts;
  readonly #rooms = new Map<number, RoomReplica>();
  readonly #backoff: Backoff;
  readonly #pace: Pace;
  #socket: ClientSocket | null = null;
  #isOpen = false;
  #isClosed = false;
  /** Set when the node will not have this client, whatever it tries. */
  #fatal: Fault | null = null;
  #channels = 0;
  readonly #time: NodeTime;
  readonly #stopLooking: () => void;
  #isInDoubt = false;
  #cancelTimer: () => void = () => undefined;

  constructor(url: string, ports: ConnectPorts) {
    this.#url = url;
    this.#ports = ports;
    this.#backoff = new Backoff(ports.random);
    this.#pace = new Pace(ports.timers);
    this.#time = new NodeTime(ports.timers, ports.offsetMs);
    this.#dial();
    this.#stopLooking = repeat(ports.timers, LOOK_MS, () => this.#look());
  }

  /**
   * Joins a room over this connection, now and after every reconnect. Throws `ended` when the
   * client has been closed, `too_many` when it is in as many rooms as a node lets it join.
   */
  room(options: RoomClientOptions): RoomClient {
    if (this.#isClosed) throw new Fault("ended", "this client has been closed");
    const joined = [...this.#rooms.values()].filter(({ state }) => state !== "rejected");
    if (joined.length >= ROOMS_PER_CONNECTION_MAX) {
      throw new Fault("too_many", `at most ${ROOMS_PER_CONNECTION_MAX} rooms a connection`);
    }
    this.#channels += 1;
    const channel = this.#channels;
    const room = new RoomReplica(options, this.#wireOf(channel));
    this.#rooms.set(channel, room);
    if (this.#fatal !== null) room.reject(this.#fatal);
    else if (this.#isOpen) room.join();
    else this.retry();
    return room;
  }

  /** Tries again now: call it when the device says that it is online. */
  retry(): void {
    if (this.#socket === null && !this.#isClosed && this.#fatal === null) this.#dial();
  }

  /** Lets the connection go, and dials again later: call it when the device says it is offline. */
  hangUp(): void {
    this.#closed(0, "");
  }

  close(): void {
    this.#isClosed = true;
    this.#stopLooking();
    for (const room of this.#rooms.values()) room.close();
    const socket = this.#socket;
    this.#drop();
    socket?.close();
  }

  #wireOf(channel: number): Wire {
    return {
      channel,
      timers: this.#ports.timers,
      verifier: this.#ports.verifier,
      pace: this.#pace,
      backoff: new Backoff(this.#ports.random),
      offsetMs: () => this.#time.offsetMs(),
      isInDoubt: () => this.#time.isInDoubt,
      send: (message) => this.#send(message),
      forget: () => void this.#rooms.delete(channel),
    };
  }

  /** After sleep a connection is mostly dead, and a new one tells the time. True: it was closed. */
  #look(): boolean {
    if (this.#isInDoubt || !this.#time.isInDoubt) return false;
    this.#isInDoubt = true;
    this.#closed(0, "");
    return true;
  }

  #dial(): void {
    this.#cancelTimer();
    const socket = this.#ports.dial(this.#url);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#heard(event.data);
    socket.onclose = (event) => this.#closed(event.code, event.reason);
    this.#socket = socket;
    this.#watch();
  }

  #opened(): void {
    this.#isOpen = true;
    this.#send({ is: "hello", version: WIRE_VERSION });
    for (const room of this.#rooms.values()) if (room.state !== "rejected") room.join();
  }

  #heard(data: unknown): void {
    if (this.#look()) return;
    this.#watch();
    const message = decoded(data);
    if (message === null) return this.#closed(0, "");
    if ("nowMs" in message) {
      this.#time.told(message.nowMs);
      this.#isInDoubt = false;
    }
    // Only now is the node known to serve: one that opens sockets and no rooms is not hurried.
    this.#pace.heard(message);
    if (message.is === "joined") this.#backoff.reset();
    if (message.is === "beat") this.#send({ is: "here" });
    if ("channel" in message) this.#give(message);
  }

  #give(message: Extract<Message, { channel: number }>): void {
    this.#rooms.get(message.channel)?.take(message).catch(this.#ports.onError);
  }

  #closed(code: number, reason: string): void {
    const socket = this.#socket;
    if (socket === null) return;
    this.#drop();
    socket.close();
    const fault = faultOf(code, reason);
    if (fault !== null && !fault.retry) {
      this.#fatal = fault;
      this.#stopLooking();
    }
    for (const room of this.#rooms.values()) {
      if (this.#fatal === null) room.lost();
      else room.reject(this.#fatal);
    }
    const isWanted = [...this.#rooms.values()].some(({ state }) => state !== "rejected");
    if (isWanted) this.#dialLater();
  }

  #drop(): void {
    if (this.#socket !== null) {
      this.#socket.onopen = null;
      this.#socket.onmessage = null;
      this.#socket.onclose = null;
    }
    this.#socket = null;
    this.#isOpen = false;
    this.#pace.reset();
    this.#cancelTimer();
  }

  #dialLater(): void {
    this.#cancelTimer = this.#ports.timers.after(this.#backoff.next(), () => this.#dial());
  }

  /** A connection that is silent for too long is dead, whatever the operating system says. */
  #watch(): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#ports.timers.after(SILENCE_MS_MAX, () => this.#closed(0, ""));
  }

  #send(message: Message): void {
    if (!this.#isOpen) return;
    this.#pace.sent(message);
    this.#socket?.send(encodeMessage(message));
  }
}

function decoded(data: unknown): Message | null {
  try {
    return data instanceof ArrayBuffer ? decodeMessage(new Uint8Array(data)) : null;
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

/** The fault behind a close code of ours, or null for the network's own. */
function faultOf(closeCode: number, reason: string): Fault | null {
  const found = Object.entries(FAULTS).find(([, { close }]) => close === closeCode);
  return found === undefined ? null : new Fault(found[0] as FaultCode, reason);
}
