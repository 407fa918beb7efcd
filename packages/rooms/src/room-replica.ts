/**
 * One room at a client: a replica of what the client may hear, and an outbox of what it wrote.
 *
 *   write ─► stamped, signed, shown at once ─► outbox ─► taken | refused: taken back
 *   joined, frame, batch ─► follower ─► space ─► subscribers
 *
 *   connecting ─joined─► live ─lost, left for now─► offline ─joined─► live
 *        └─────────────────┴── left for good ──► rejected
 *
 * Before the first contact the client's clock is not known to be right, so nothing is stamped
 * until the node has told its time; from then on stamps are in the node's time.
 *
 * Rules M7, M13, M17, M22, M25: docs/spec/rooms.md.
 */
import { Space } from "@muster/replica";
import { argumentBytes, Calls, toldFault } from "./calls.ts";
import { ClientKept } from "./client-kept.ts";
import { ClientStore } from "./client-store.ts";
import { Fault } from "./fault.ts";
import { compareFences, type Fence } from "./fence.ts";
import { Follower } from "./follower.ts";
import { Former } from "./former.ts";
import { EXPIRE_MS, REFILL_MS_MAX } from "./limits.ts";
import { Listeners } from "./listeners.ts";
import type { Contact, Keeping, RoomClient, RoomClientOptions, RoomState } from "./room-client.ts";
import type { Wire } from "./room-wire.ts";
import { repeat } from "./timers.ts";
import { roomKey } from "./token.ts";
import type { Message, Note } from "./wire.ts";
import { Writing } from "./writing.ts";

export class RoomReplica implements RoomClient {
  readonly space: RoomClient["space"];
  readonly #space: Space;
  readonly #options: RoomClientOptions;
  readonly #wire: Wire;
  /** Null: nothing of the room is kept on this device. */
  readonly #device: ClientKept | null;
  readonly #writing: Writing;
  readonly #calls: Calls;
  readonly #follower: Follower;
  readonly #stateListeners = new Listeners<[]>();
  readonly #noteListeners = new Listeners<[Note]>();
  readonly write: RoomClient["write"] = (model, value) => this.#writing.write(model, value);
  readonly onState = (listener: () => void) => this.#stateListeners.add(listener);
  readonly onNote = (listener: (note: Note) => void) => this.#noteListeners.add(listener);
  readonly #stopExpiry: () => void;
  #state: RoomState = "connecting";
  #fault: Fault | null = null;
  /** Of the owner that was heard last, perhaps before this client was opened. */
  #fence: Fence = { counter: 0, nonce: 0 };
  #hadContact = false;
  #heardAtMs: number | null = null;
  /** Until what was found on the device is shown, what the node tells waits. Null: it is. */
  #takingUp: Promise<void> | null = null;
  #requests = 0;
  readonly #nextRequest = (): number => (this.#requests += 1);
  #cancelRejoin: () => void = () => undefined;
  /** While others have time to give back what they wrote: ends it. */
  #cancelDoubt: (() => void) | null = null;
  #isRefillDue = false;
  /** What is still under way of a try that is over tells nothing. */
  #isAway = true;
  #isClosed = false;
  /** Counts how often the room was left or lost: what waited meanwhile goes no further. */
  #breaks = 0;

  constructor(options: RoomClientOptions, wire: Wire) {
    this.#options = options;
    this.#wire = wire;
    const former = new Former();
    const self = options.identity.author;
    this.#device = options.kept === undefined ? null : new ClientKept(options.kept, self);
    this.#space = new Space({
      name: roomKey(options),
      models: options.models,
      store: new ClientStore({ self, former, device: this.#device }),
      clock: { now: () => this.now() },
      identity: options.identity,
      verifier: wire.verifier,
      lifetimeMs: options.lifetimeMs,
    });
    this.space = this.#space;
    this.#follower = new Follower({ ...options, space: this.#space, verifier: wire.verifier });
    this.#writing = new Writing({
      space: this.#space,
      device: this.#device,
      former,
      nextRequest: this.#nextRequest,
      timers: wire.timers,
      pace: wire.pace,
      isInDoubt: () => wire.isInDoubt(),
      send: (request, record) => wire.send({ is: "write", channel: wire.channel, request, record }),
    });
    this.#calls = new Calls(wire.timers);
    this.#stopExpiry = repeat(wire.timers, EXPIRE_MS, () => this.#expire());
    if (options.kept !== undefined) this.#open(options.kept);
  }

  get state(): RoomState {
    return this.#state;
  }

  get fault(): Fault | null {
    return this.#fault;
  }

  get contact(): Contact | null {
    const heardAtMs = this.#state === "live" ? this.now() : this.#heardAtMs;
    return heardAtMs === null ? null : { ...this.#fence, heardAtMs };
  }

  now(): number {
    return this.#wire.timers.now() + this.#wire.offsetMs();
  }

  get clockOffsetMs(): number {
    return this.#wire.offsetMs();
  }

  async call(name: string, args: unknown): Promise<unknown> {
    if (this.#state !== "live") {
      throw new Fault("unavailable", `the room is ${this.#state}: calls are for a live one`);
    }
    const body = argumentBytes(args);
    const request = this.#nextRequest();
    const answer = this.#calls.answerTo(request);
    this.#sendInTurn({ is: "call", channel: this.#wire.channel, request, name, args: body });
    return answer;
  }

  /** The connection is open: asks to join. */
  join(): void {
    const { kind, id, token } = this.#options;
    const [{ channel }, known] = [this.#wire, this.#follower.known()];
    this.#sendInTurn({ is: "join", channel, kind, id, token, ...this.#fence, known });
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
    this.#writing.close(fault);
    this.#become("rejected", fault);
  }

  async take(message: Message): Promise<void> {
    // In the order in which they came: each waits for the same promise.
    while (this.#takingUp !== null) await this.#takingUp;
    if (this.#isClosed) return;
    if (this.#isAway && (message.is === "frame" || message.is === "batch")) return;
    if (message.is === "joined") await this.#joined(message);
    else if (message.is === "frame") await this.#frame(message);
    else if (message.is === "batch") await this.#batch(message);
    else if (message.is === "taken") await this.#writing.settle(message);
    else if (message.is === "answer") this.#calls.take(message);
    else if (message.is === "left") this.#left(message);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#device?.end();
    this.#stopExpiry();
    this.#cancelDoubt?.();
    this.#wire.send({ is: "leave", channel: this.#wire.channel });
    this.#wire.forget();
    this.#disconnect();
    this.lost();
    this.#writing.close(new Fault("unknown_outcome", "closed before an answer came"));
  }

  async #joined(message: Message<"joined">): Promise<void> {
    this.#isAway = false;
    const fence = compareFences(this.#fence, message);
    if (fence === "older") return this.#joinAnew("this node no longer owns the room");
    // A first owner lacks nothing of this client, nor this client anything that it was told.
    if (fence === "newer" && this.#fence.counter > 0) this.#isRefillDue = true;
    // In the turn in which it came: a batch may follow.
    if (!this.#follower.join(message, fence === "same")) return this.#joinAnew();
    const breaks = this.#breaks;
    // What waited for the right time: it is told with this message.
    if (!this.#hadContact) await this.#takeUp(true);
    if (breaks !== this.#breaks) return;
    await this.#frame(message);
    if (breaks !== this.#breaks) return;
    if (this.#isRefillDue) this.#refill();
    else if (this.#cancelDoubt === null) this.#letGo();
    this.#writing.resume();
    this.#wire.backoff.reset();
    this.#become("live", null);
  }

  /**
   * A node that was started again knows nothing: it gets back what this client wrote (M7), and
   * others have the time to do the same before what only this client holds is let go.
   */
  #refill(): void {
    this.#isRefillDue = false;
    this.#writing.refill(this.#options.identity.author);
    this.#cancelDoubt?.();
    this.#cancelDoubt = this.#wire.timers.after(REFILL_MS_MAX, () => this.#letGo());
  }

  #letGo(): void {
    this.#cancelDoubt = null;
    this.#follower.letGo();
  }

  async #frame(message: Message<"joined" | "frame">): Promise<void> {
    if (compareFences(this.#fence, message) === "older") return;
    this.#fence = { counter: message.counter, nonce: message.nonce };
    this.#hadContact = true;
    const breaks = this.#breaks;
    await this.#follower.frame(message, () => breaks === this.#breaks);
    if (breaks !== this.#breaks) return;
    for (const note of message.notes) this.#noteListeners.tell(note);
  }

  async #batch(message: Message<"batch">): Promise<void> {
    const breaks = this.#breaks;
    const isFollowed = await this.#follower.take(message, () => breaks === this.#breaks);
    if (!isFollowed && breaks === this.#breaks) this.#joinAnew();
  }

  #joinAnew(why = "what the node told does not follow"): void {
    this.#wire.send({ is: "leave", channel: this.#wire.channel });
    this.#away(new Fault("conflict", why));
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

  /** Shows what this device has kept, before the node answers. */
  #open({ contact }: Keeping): void {
    if (contact !== null) this.#fence = { counter: contact.counter, nonce: contact.nonce };
    this.#heardAtMs = contact?.heardAtMs ?? null;
    void this.#takeUp(false);
  }

  /** What the node tells meanwhile waits, in its order: for the promise that its caller waits for. */
  #takeUp(isTimeKnown: boolean): Promise<void> | null {
    const taking = this.#device?.takeUp(this.#space, isTimeKnown) ?? null;
    this.#takingUp = taking?.finally(() => (this.#takingUp = null)) ?? null;
    return this.#takingUp;
  }

  /**
   * Slots stay open while the clock may be ahead, before the first contact and in doubt: what is
   * due goes record by record.
   */
  #expire(): void {
    if (this.#hadContact && !this.#wire.isInDoubt()) return this.#follower.expire();
    const nowMs = this.now();
    this.#device?.close(nowMs);
    this.#follower.dropDue(nowMs, this.#hadContact);
  }

  /** Not after a break: what was to be sent has been given up, or is sent anew. */
  #sendInTurn(message: Message): void {
    const breaks = this.#breaks;
    this.#wire.pace.queue(() => {
      if (breaks === this.#breaks) this.#wire.send(message);
    });
  }

  #disconnect(): void {
    this.#breaks += 1;
    this.#isAway = true;
    this.#cancelRejoin();
    this.#writing.pause();
    this.#calls.break();
  }

  #become(state: RoomState, fault: Fault | null): void {
    this.#fault = fault;
    if (state === this.#state) return;
    if (this.#state === "live") this.#heardAtMs = this.now();
    this.#state = state;
    this.#stateListeners.tell();
  }
}
