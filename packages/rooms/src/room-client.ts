/**
 * One room at a client: a replica of what the client may hear, and an outbox of what it wrote.
 *
 *   write ─► stamped, signed, shown at once ─► outbox ─► taken | refused: taken back
 *   frame ─► space ─► subscribers
 *
 *   connecting ─joined─► live ─lost, left for now─► offline ─joined─► live
 *        └─────────────────┴── left for good ──► rejected
 *
 * Before the first contact the client's clock is not known to be right, so nothing is stamped
 * until the node has told its time; from then on stamps are in the node's time.
 *
 * Rules M7, M13, M17: docs/spec/rooms.md.
 */
import { type AnyModel, type Identity, type Model, Space, Verifier } from "@muster/replica";
import { encode } from "cborg";
import type { Backoff } from "./backoff.ts";
import { Calls, toldFault } from "./calls.ts";
import { ClientStore } from "./client-store.ts";
import { Fault } from "./fault.ts";
import { compareFences, type Fence } from "./fence.ts";
import { CALL_BYTES_MAX, EXPIRE_MS, REFILL_MS_MAX } from "./limits.ts";
import { Outbox, type Receipt } from "./outbox.ts";
import type { Rate } from "./rate.ts";
import { repeat, type Timers } from "./timers.ts";
import type { RoomName } from "./token.ts";
import { Unconfirmed } from "./unconfirmed.ts";
import type { Message, Note } from "./wire.ts";

export type RoomState = "connecting" | "live" | "offline" | "rejected";

export interface RoomClientOptions extends RoomName {
  readonly token: string;
  readonly models: readonly AnyModel[];
  readonly identity: Identity;
  /** The room's one constant, as the application's join told it. */
  readonly lifetimeMs: number;
}

/** The connection, as one of its rooms sees it. */
export interface Wire {
  readonly channel: number;
  readonly timers: Timers;
  /** Shared by the rooms of the connection. */
  readonly pace: Pick<Rate, "take">;
  /** Of this room, for when the node closes it for now. */
  readonly backoff: Backoff;
  /** How far this device's clock is behind the node's, as the node last told, in milliseconds. */
  offsetMs(): number;
  /** Sends if the connection is open; what is not sent is sent again after the next join. */
  send(message: Message): void;
  /** The room is closed: it hears nothing more. */
  forget(): void;
}

export class RoomClient {
  readonly space: Space;
  readonly #options: RoomClientOptions;
  readonly #wire: Wire;
  readonly #store = new ClientStore();
  readonly #outbox: Outbox;
  readonly #unconfirmed = new Unconfirmed();
  readonly #calls: Calls;
  readonly #stateListeners = new Set<() => void>();
  readonly #noteListeners = new Set<(note: Note) => void>();
  readonly #stopExpiry: () => void;
  #state: RoomState = "connecting";
  #fault: Fault | null = null;
  #fence: Fence = { counter: 0, nonce: 0 };
  #requests = 0;
  #cancelRejoin: () => void = () => undefined;
  #cancelDoubt: () => void = () => undefined;

  constructor(options: RoomClientOptions, wire: Wire) {
    this.#options = options;
    this.#wire = wire;
    this.space = new Space({
      name: `${options.kind}/${options.id}`,
      models: options.models,
      store: this.#store,
      clock: { now: () => this.now() },
      identity: options.identity,
      verifier: new Verifier(),
      lifetimeMs: options.lifetimeMs,
    });
    this.#outbox = new Outbox({
      timers: wire.timers,
      pace: wire.pace,
      send: (request, record) => wire.send({ is: "write", channel: wire.channel, request, record }),
    });
    this.#calls = new Calls(wire.timers);
    this.#stopExpiry = repeat(wire.timers, EXPIRE_MS, () => this.#expire());
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
    return this.#wire.timers.now() + this.#wire.offsetMs();
  }

  /** How far this device's clock is behind the node's (negative: ahead), in milliseconds. */
  get clockOffsetMs(): number {
    return this.#wire.offsetMs();
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
   * Writes a record: shown here at once (before the first contact: then), sent now or when the
   * room is live again. Resolves with what became of it. Of values of one key that wait to be
   * sent only the last is. Throws the fault `too_many` when too many wait.
   */
  async write<Value>(model: Model<Value>, value: Value): Promise<Receipt> {
    const key = model.key(value);
    return this.#outbox.add({
      request: this.#nextRequest(),
      slot: slotOf(model.name, key),
      stamp: async () => (await this.space.write(model, value)).bytes,
    });
  }

  /** Asks the owner. Throws its `Fault`; `unknown_outcome` when the connection broke meanwhile. */
  async call(name: string, args: unknown): Promise<unknown> {
    if (this.#state !== "live") throw new Fault("unavailable", "not connected");
    const body = encode(args);
    if (body.length > CALL_BYTES_MAX) {
      throw new RangeError(`arguments of ${body.length} bytes, at most ${CALL_BYTES_MAX}`);
    }
    const request = this.#nextRequest();
    this.#wire.send({ is: "call", channel: this.#wire.channel, request, name, args: body });
    return this.#calls.answerTo(request);
  }

  /** The connection is open: asks to join. */
  join(): void {
    const { kind, id, token } = this.#options;
    this.#wire.send({ is: "join", channel: this.#wire.channel, kind, id, token });
  }

  /** The connection is gone. */
  lost(): void {
    if (this.#state === "rejected") return;
    this.#disconnect();
    this.#become(this.#state === "connecting" ? "connecting" : "offline", null);
  }

  /** The room is over for this client: nothing that waits will be sent. */
  reject(fault: Fault): void {
    this.#disconnect();
    this.#outbox.close(fault);
    this.#become("rejected", fault);
  }

  async take(message: Message): Promise<void> {
    if (message.is === "joined") await this.#joined(message);
    else if (message.is === "frame") await this.#frame(message);
    else if (message.is === "taken") this.#taken(message);
    else if (message.is === "answer") this.#calls.take(message);
    else if (message.is === "left") this.#left(message);
  }

  /** Leaves the room. What is still unanswered is refused. */
  close(): void {
    this.#stopExpiry();
    this.#cancelDoubt();
    this.#wire.send({ is: "leave", channel: this.#wire.channel });
    this.#wire.forget();
    this.lost();
    this.#outbox.close(new Fault("unknown_outcome", "closed before an answer came"));
  }

  async #joined(message: Message<"joined">): Promise<void> {
    const fence = compareFences(this.#fence, message);
    if (fence === "older") {
      this.#wire.send({ is: "leave", channel: this.#wire.channel });
      return this.#away(new Fault("conflict", "this node no longer owns the room"));
    }
    this.#unconfirmed.begin(this.space.records(), this.#options.identity.author);
    await this.#frame(message);
    this.#cancelDoubt();
    if (fence === "same") this.#letGo();
    else this.#refill();
    this.#outbox.resume();
    this.#wire.backoff.reset();
    this.#become("live", null);
  }

  /**
   * A node that was started again knows nothing: it gets back what this client wrote (M7), and
   * others have the time to do the same before what only this client holds is let go.
   */
  #refill(): void {
    const { author } = this.#options.identity;
    const mine = [...this.space.records()].filter(({ record }) => record.stamp.author === author);
    this.#outbox.refill(
      mine.map(({ record }) => ({
        request: this.#nextRequest(),
        slot: slotOf(record.model, record.key),
        record: record.bytes,
      })),
    );
    this.#cancelDoubt = this.#wire.timers.after(REFILL_MS_MAX, () => this.#letGo());
  }

  #letGo(): void {
    for (const kept of this.#unconfirmed.end()) this.#store.discard(kept);
    this.space.expire();
  }

  async #frame(message: Message<"joined" | "frame">): Promise<void> {
    if (compareFences(this.#fence, message) === "older") return;
    this.#fence = { counter: message.counter, nonce: message.nonce };
    this.space.erase({ wallMs: message.erasedWallMs, count: message.erasedCount });
    for (const bytes of message.records) {
      // Verified: the node has checked every signature, once for all its clients.
      const { status } = await this.space.receive(bytes, { verified: true });
      if (status === "known") this.#unconfirmed.confirm(bytes);
    }
    for (const note of message.notes) for (const hears of this.#noteListeners) hears(note);
  }

  /** What the owner refused is taken back: nobody else has seen it. */
  #taken({ request, code, reason }: Message<"taken">): void {
    const refused = this.#outbox.settle(request, { code, reason });
    if (refused === null) return;
    for (const kept of this.space.records()) {
      if (kept.record.bytes === refused) this.#store.discard(kept);
    }
    this.space.expire();
  }

  #left({ code, reason }: Message<"left">): void {
    const fault = toldFault(code, reason);
    if (fault.retry) this.#away(fault);
    else this.reject(fault);
  }

  /** The node cannot serve this room for now: asks again, later. */
  #away(fault: Fault): void {
    this.#disconnect();
    this.#become("offline", fault);
    const { timers, backoff } = this.#wire;
    this.#cancelRejoin = timers.after(backoff.next(), () => this.join());
  }

  /** Not before the first contact: by a clock that is ahead, slots would close for good. */
  #expire(): void {
    if (this.#fence.counter > 0) this.space.expire();
  }

  #disconnect(): void {
    this.#cancelRejoin();
    this.#outbox.pause();
    this.#calls.break();
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

/** Records without a key do not compete, so neither do drafts of them. */
function slotOf(model: string, key: string): string | null {
  return key === "" ? null : `${model}/${key}`;
}
