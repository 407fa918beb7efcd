/**
 * One client in one room, at the edge: what it may hear goes out, what it writes goes to the
 * owner, and a client too slow to follow is conflated, then sent all anew.
 *
 *   flowing ──queue over STALLED_BYTES──► stalled ──drained──► resync ─► flowing
 *
 * Rules M12, M14: docs/spec/rooms.md.
 */
import { decode, encode } from "cborg";
import type { Known } from "./batch.ts";
import type { Counted } from "./counted.ts";
import type { Hearer } from "./fan.ts";
import { Fault } from "./fault.ts";
import type { RoomLink } from "./link.ts";
import type { Outlet } from "./outlet.ts";
import { reasonText } from "./reason.ts";
import type { Audience } from "./room.ts";
import type { Timers } from "./timers.ts";
import type { Grant } from "./token.ts";
import { encodeMessage, type Message } from "./wire.ts";

export interface SessionOptions {
  readonly channel: number;
  readonly grant: Grant;
  readonly link: RoomLink;
  /** Of its connection, shared with the other rooms of it. */
  readonly outlet: Outlet;
  readonly timers: Timers;
  readonly count: (what: Counted) => void;
  /** The room is over for this client. */
  readonly onEnd: (fault: Fault) => void;
  /** What this node depends on has failed: the client hears of it, and so should its operator. */
  readonly onFailure: (fault: Fault) => void;
}

/** A timer holds 24 days; a room may last longer. */
const TIMER_MS_MAX = 86_400_000;

export class Session implements Hearer {
  readonly channel: number;
  readonly audiences: readonly Audience[];
  readonly #options: SessionOptions;
  readonly #endsAt: number;
  readonly #stopHearing: () => void;
  #cancelExpiry: () => void = () => undefined;
  #isStalled = false;
  #isClosed = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.channel = options.channel;
    this.audiences = options.link.audiencesOf(options.grant);
    this.#endsAt = Math.min(options.grant.expiresAt, options.link.endsAt);
    this.#awaitEnd();
    this.#stopHearing = options.link.onGone(options.grant.person, options.onEnd);
  }

  get link(): RoomLink {
    return this.#options.link;
  }

  /**
   * Sends the whole standing of the room: at the start, and after a stall. Of rolls of which the
   * client knows a state it sends what is new since.
   */
  welcome(known: readonly Known[] = []): void {
    const { link, outlet, timers } = this.#options;
    const welcome = link.welcome(this.audiences, known);
    const { fence, erased, records, notes, nodeKey, rolls } = welcome;
    const joined = encodeMessage({
      is: "joined",
      channel: this.channel,
      ...fence,
      nowMs: timers.now(),
      erasedWallMs: erased.wallMs,
      erasedCount: erased.count,
      records: records.map(({ record }) => record.bytes),
      notes,
      nodeKey,
      rolls,
    });
    outlet.standing(joined);
  }

  deliver(frame: Uint8Array): void {
    const { outlet } = this.#options;
    this.#isStalled ||= outlet.isStalled;
    if (this.#isStalled) this.recover();
    else outlet.send(frame);
  }

  /** Ends a stall when it is over. Asked at each beat: a room may go quiet. */
  recover(): void {
    if (!this.#isStalled || !this.#options.outlet.isEmpty) return;
    this.#isStalled = false;
    this.welcome();
  }

  /**
   * One after the other: what follows a record that nobody signed is not looked at. Throws the
   * fault `bad_message` of such a one.
   */
  write(message: Message<"write">): Promise<void> {
    const written = this.#writing.then(() => this.#write(message));
    this.#writing = written.catch(() => undefined);
    return written;
  }

  async #write(message: Message<"write">): Promise<void> {
    if (this.#isClosed) return;
    const { link, grant, count } = this.#options;
    const outcome = await link.admit(grant, message.record);
    const isRefused = outcome.status === "refused";
    count(isRefused ? `record_refused_${outcome.code}` : "record_taken");
    if (isRefused && outcome.code === "bad_signature") {
      // No honest client sends one, and none costs more than to find that out.
      this.#isClosed = true;
      throw new Fault("bad_message", outcome.reason);
    }
    const { code, reason } = isRefused ? outcome : { code: "", reason: "" };
    const { request } = message;
    const taken = { is: "taken", channel: this.channel, request, code } as const;
    this.#send({ ...taken, reason: reasonText(reason) });
  }

  async call(message: Message<"call">): Promise<void> {
    const { link, grant, onFailure } = this.#options;
    const { request } = message;
    const answer = { is: "answer", channel: this.channel, request } as const;
    try {
      const result = encode(await link.call(grant, message.name, argsOf(message.args)));
      this.#send({ ...answer, code: "", reason: "", result });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (error.code === "unavailable") onFailure(error);
      const reason = reasonText(error.message);
      this.#send({ ...answer, code: error.code, reason, result: new Uint8Array() });
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelExpiry();
    this.#stopHearing();
  }

  #awaitEnd(): void {
    const { timers, onEnd } = this.#options;
    const leftMs = this.#endsAt - timers.now();
    this.#cancelExpiry = timers.after(Math.min(leftMs, TIMER_MS_MAX), () => {
      if (leftMs > TIMER_MS_MAX) this.#awaitEnd();
      else onEnd(new Fault("ended", "the token or the room has ended"));
    });
  }

  #send(message: Message): void {
    this.#options.outlet.send(encodeMessage(message));
  }
}

function argsOf(bytes: Uint8Array): unknown {
  try {
    return decode(bytes);
  } catch (cause) {
    throw new Fault("bad_message", "the arguments are not CBOR", { cause });
  }
}
