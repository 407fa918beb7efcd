/**
 * One client in one room, at the edge: what it may hear goes out, what it writes goes to the
 * owner, and a client too slow to follow is conflated, then sent all anew, then closed.
 *
 *   flowing ──queue over STALLED_BYTES──► stalled ──drained──► resync ─► flowing
 *                                            └──STALLED_MS_MAX──► too_slow
 *
 * Rules M12, M14: docs/spec/rooms.md.
 */
import { decode, encode } from "cborg";
import type { Counted } from "./counted.ts";
import type { Hearer } from "./fan.ts";
import { Fault } from "./fault.ts";
import { STALLED_BYTES, STALLED_MS_MAX } from "./limits.ts";
import type { RoomLink } from "./link.ts";
import { reasonText } from "./reason.ts";
import type { Audience } from "./room.ts";
import type { Timers } from "./timers.ts";
import type { Grant } from "./token.ts";
import { encodeMessage, type Message } from "./wire.ts";

/** A socket as this package sees it: bytes out, and how many still wait. */
export interface Socket {
  readonly queuedBytes: number;
  send(bytes: Uint8Array): void;
  close(code: number, reason: string): void;
}

export interface SessionOptions {
  readonly channel: number;
  readonly grant: Grant;
  readonly link: RoomLink;
  readonly socket: Socket;
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
  #stalledAt: number | null = null;
  /** What the last welcome added to the queue: following at all must not look like a stall. */
  #welcomeBytes = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.channel = options.channel;
    this.audiences = options.link.audiencesOf(options.grant);
    this.#endsAt = Math.min(options.grant.expiresAt, options.link.endsAt);
    this.#awaitEnd();
    this.#stopHearing = options.link.onBroken(options.onEnd);
  }

  get link(): RoomLink {
    return this.#options.link;
  }

  /** Sends the whole standing of the room: at the start, and after a stall. */
  welcome(): void {
    const { link, socket, timers } = this.#options;
    const { fence, erased, records, notes } = link.standing(this.audiences);
    const joined = encodeMessage({
      is: "joined",
      channel: this.channel,
      ...fence,
      nowMs: timers.now(),
      erasedWallMs: erased.wallMs,
      erasedCount: erased.count,
      records: records.map(({ record }) => record.bytes),
      notes,
    });
    this.#welcomeBytes = joined.length;
    socket.send(joined);
  }

  deliver(frame: Uint8Array): void {
    const { socket, timers } = this.#options;
    const { queuedBytes } = socket;
    if (queuedBytes <= STALLED_BYTES) this.#welcomeBytes = 0;
    if (this.#stalledAt === null && queuedBytes <= STALLED_BYTES + this.#welcomeBytes) {
      return socket.send(frame);
    }
    this.#stalledAt ??= timers.now();
    this.recover();
  }

  /** Ends a stall when it is over, or has lasted too long. Asked at each beat: a room may go quiet. */
  recover(): void {
    const { socket, timers, onEnd } = this.#options;
    if (this.#stalledAt === null) return;
    if (socket.queuedBytes === 0) {
      this.#stalledAt = null;
      this.welcome();
    } else if (timers.now() - this.#stalledAt > STALLED_MS_MAX) {
      onEnd(new Fault("too_slow", "the connection cannot follow this room"));
    }
  }

  async write(message: Message<"write">): Promise<void> {
    const { link, grant, count } = this.#options;
    const outcome = await link.admit(grant, message.record);
    const isRefused = outcome.status === "refused";
    count(isRefused ? `record_refused_${outcome.code}` : "record_taken");
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
    this.#options.socket.send(encodeMessage(message));
  }
}

function argsOf(bytes: Uint8Array): unknown {
  try {
    return decode(bytes);
  } catch (cause) {
    throw new Fault("bad_message", "the arguments are not CBOR", { cause });
  }
}
