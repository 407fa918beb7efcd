/**
 * One room at a client: a replica of what the client may hear, and an outbox of what it wrote.
 *
 *   write ─► stamped, signed, shown at once ─► outbox ─► taken | refused
 *   frame ─► space ─► subscribers
 *
 * Before the first contact the client's clock is not known to be right, so nothing is stamped
 * until the node has told its time; from then on stamps are in the node's time.
 *
 * Rules M7, M13, M17: docs/spec/rooms.md.
 */

import {
  type AnyModel,
  type Identity,
  MemoryStore,
  type Model,
  Space,
  Verifier,
} from "@muster/replica";
import { decode, encode } from "cborg";
import { Fault, isFaultCode } from "./fault.ts";
import { compareFences, type Fence } from "./fence.ts";
import { CALL_MS_MAX, EXPIRE_MS } from "./limits.ts";
import { Outbox, type Receipt } from "./outbox.ts";
import { repeat, type Timers } from "./timers.ts";
import type { RoomName } from "./token.ts";
import type { Message, Note } from "./wire.ts";

export type RoomState = "connecting" | "live" | "offline" | "rejected";

export interface RoomClientOptions extends RoomName {
  readonly token: string;
  readonly models: readonly AnyModel[];
  readonly identity: Identity;
  /** The room's one constant, as the application's join told it. */
  readonly lifetimeMs: number;
}

interface Wire {
  readonly channel: number;
  readonly timers: Timers;
  /** Sends if the connection is open; what is not sent is sent again after the next join. */
  send(message: Message): void;
}

interface Call {
  resolve(result: unknown): void;
  reject(fault: Fault): void;
}

export class RoomClient {
  readonly space: Space;
  readonly #options: RoomClientOptions;
  readonly #wire: Wire;
  readonly #outbox: Outbox;
  readonly #calls = new Map<number, Call>();
  readonly #stateListeners = new Set<() => void>();
  readonly #noteListeners = new Set<(note: Note) => void>();
  readonly #stopExpiry: () => void;
  #state: RoomState = "connecting";
  #fault: Fault | null = null;
  #fence: Fence = { counter: 0, nonce: 0 };
  #offsetMs = 0;
  #requests = 0;

  constructor(options: RoomClientOptions, wire: Wire) {
    this.#options = options;
    this.#wire = wire;
    this.space = new Space({
      name: `${options.kind}/${options.id}`,
      models: options.models,
      store: new MemoryStore(),
      clock: { now: () => this.now() },
      identity: options.identity,
      verifier: new Verifier(),
      lifetimeMs: options.lifetimeMs,
    });
    this.#outbox = new Outbox((request, record) =>
      wire.send({ is: "write", channel: wire.channel, request, record }),
    );
    this.#stopExpiry = repeat(wire.timers, EXPIRE_MS, () => this.space.expire());
  }

  get state(): RoomState {
    return this.#state;
  }

  /** Why the room was rejected, or why it is offline when the node said so. */
  get fault(): Fault | null {
    return this.#fault;
  }

  /** The node's time as far as is known here, in milliseconds since the epoch. */
  now(): number {
    return this.#wire.timers.now() + this.#offsetMs;
  }

  /** How far this device's clock is behind the node's (negative: ahead), in milliseconds. */
  get clockOffsetMs(): number {
    return this.#offsetMs;
  }

  /** Hears every change of `state`. Returns a function that ends it. */
  onState(listener: () => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  onNote(listener: (note: Note) => void): () => void {
    this.#noteListeners.add(listener);
    return () => this.#noteListeners.delete(listener);
  }

  /**
   * Writes a record: shown here at once, sent now or when the room is live again. Resolves with
   * what became of it. Of values of one key that wait for the first contact only the last is sent.
   */
  write<Value>(model: Model<Value>, value: Value): Promise<Receipt> {
    const request = this.#nextRequest();
    const key = model.key(value);
    const stamp = async (): Promise<Uint8Array> => (await this.space.write(model, value)).bytes;
    return this.#outbox.add({ request, slot: `${model.name}/${key}`, stamp });
  }

  /** Asks the owner. Throws its `Fault`; `unknown_outcome` when the connection broke meanwhile. */
  call(name: string, args: unknown): Promise<unknown> {
    if (this.#state !== "live") throw new Fault("unavailable", "not connected");
    const request = this.#nextRequest();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#calls.set(request, { resolve, reject });
    const { channel, timers } = this.#wire;
    this.#wire.send({ is: "call", channel, request, name, args: encode(args) });
    const cancel = timers.after(CALL_MS_MAX, () =>
      this.#answered(request, new Fault("unknown_outcome", `${name} was not answered`)),
    );
    return promise.finally(cancel);
  }

  /** The connection is open: asks to join. */
  join(): void {
    const { kind, id, token } = this.#options;
    this.#wire.send({ is: "join", channel: this.#wire.channel, kind, id, token });
  }

  /** The connection is gone. */
  lost(): void {
    if (this.#state === "rejected") return;
    this.#outbox.pause();
    for (const request of this.#calls.keys()) {
      this.#answered(request, new Fault("unknown_outcome", "the connection broke"));
    }
    this.#become(this.#state === "connecting" ? "connecting" : "offline", null);
  }

  reject(fault: Fault): void {
    this.lost();
    this.#become("rejected", fault);
  }

  async take(message: Message): Promise<void> {
    if (message.is === "joined") await this.#joined(message);
    else if (message.is === "frame") await this.#frame(message);
    else if (message.is === "taken") this.#outbox.settle(message.request, message);
    else if (message.is === "answer") this.#answer(message);
    else if (message.is === "left") this.#left(message);
  }

  close(): void {
    this.#stopExpiry();
    this.lost();
  }

  async #joined(message: Message<"joined">): Promise<void> {
    this.#offsetMs = message.nowMs - this.#wire.timers.now();
    await this.#frame(message);
    // A node that was started again knows nothing: it gets back what this client wrote (M7).
    const mine = [...this.space.records()].filter(
      ({ record }) => record.stamp.author === this.#options.identity.author,
    );
    for (const { record } of mine) {
      const { channel } = this.#wire;
      this.#wire.send({ is: "write", channel, request: this.#nextRequest(), record: record.bytes });
    }
    this.#outbox.resume();
    this.#become("live", null);
  }

  async #frame(message: Message<"joined" | "frame">): Promise<void> {
    if (compareFences(this.#fence, message) === "older") return;
    this.#fence = { counter: message.counter, nonce: message.nonce };
    const erased = { wallMs: message.erasedWallMs, count: message.erasedCount };
    this.space.erase(erased);
    // Verified: the node has checked every signature, once for all its clients.
    for (const bytes of message.records) await this.space.receive(bytes, { verified: true });
    for (const note of message.notes) for (const hears of this.#noteListeners) hears(note);
  }

  #answer({ request, code, reason, result }: Message<"answer">): void {
    if (code === "") this.#calls.get(request)?.resolve(decode(result));
    this.#answered(request, new Fault(isFaultCode(code) ? code : "unavailable", reason));
  }

  /** Ends a call; the rejection counts only if it was not resolved before. */
  #answered(request: number, fault: Fault): void {
    this.#calls.get(request)?.reject(fault);
    this.#calls.delete(request);
  }

  #left({ code, reason }: Message<"left">): void {
    const fault = new Fault(isFaultCode(code) ? code : "unavailable", reason);
    this.lost();
    this.#become(fault.retry ? "offline" : "rejected", fault);
  }

  #become(state: RoomState, fault: Fault | null): void {
    this.#fault = fault;
    if (state === this.#state) return;
    this.#state = state;
    for (const hears of this.#stateListeners) hears();
  }

  #nextRequest(): number {
    this.#requests += 1;
    return this.#requests;
  }
}
