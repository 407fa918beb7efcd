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
import type { Hearer } from "./fan.ts";
import { Fault } from "./fault.ts";
import { STALLED_BYTES, STALLED_MS_MAX } from "./limits.ts";
import type { RoomLink } from "./owner.ts";
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
  /** The room is over for this client. */
  readonly onEnd: (fault: Fault) => void;
}

export class Session implements Hearer {
  readonly channel: number;
  readonly audiences: readonly Audience[];
  readonly #options: SessionOptions;
  readonly #cancelExpiry: () => void;
  #stalledAt: number | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.channel = options.channel;
    this.audiences = options.link.audiencesOf(options.grant);
    const { timers, grant, link } = options;
    const endsAt = Math.min(grant.expiresAt, link.endsAt);
    this.#cancelExpiry = timers.after(Math.min(endsAt - timers.now(), DAY_MS), () =>
      options.onEnd(new Fault("ended", "the token or the room has ended")),
    );
  }

  get link(): RoomLink {
    return this.#options.link;
  }

  /** Sends the whole standing of the room: at the start, and after a stall. */
  welcome(): void {
    const { link, socket, timers } = this.#options;
    const { fence, erased, records, notes } = link.standing(this.audiences);
    socket.send(
      encodeMessage({
        is: "joined",
        channel: this.channel,
        ...fence,
        nowMs: timers.now(),
        erasedWallMs: erased.wallMs,
        erasedCount: erased.count,
        records: records.map(({ record }) => record.bytes),
        notes,
      }),
    );
  }

  deliver(frame: Uint8Array): void {
    const { socket, timers, onEnd } = this.#options;
    if (socket.queuedBytes > STALLED_BYTES) {
      this.#stalledAt ??= timers.now();
      if (timers.now() - this.#stalledAt > STALLED_MS_MAX) {
        onEnd(new Fault("too_slow", "the connection cannot follow this room"));
      }
    } else if (this.#stalledAt === null) {
      socket.send(frame);
    } else if (socket.queuedBytes === 0) {
      this.#stalledAt = null;
      this.welcome();
    }
  }

  async write(message: Message<"write">): Promise<void> {
    const { link, grant } = this.#options;
    const outcome = await link.admit(grant, message.record);
    const refusal = outcome.status === "refused" ? outcome : { code: "", reason: "" };
    const { request } = message;
    const { code, reason } = refusal;
    this.#send({ is: "taken", channel: this.channel, request, code, reason });
  }

  async call(message: Message<"call">): Promise<void> {
    const { link, grant } = this.#options;
    const { request } = message;
    const answer = { is: "answer", channel: this.channel, request } as const;
    try {
      const result = encode(await link.call(grant, message.name, argsOf(message.args)));
      this.#send({ ...answer, code: "", reason: "", result });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const { code, message: reason } = error;
      this.#send({ ...answer, code, reason, result: new Uint8Array() });
    }
  }

  close(): void {
    this.#cancelExpiry();
  }

  #send(message: Message): void {
    this.#options.socket.send(encodeMessage(message));
  }
}

const DAY_MS = 86_400_000;

function argsOf(bytes: Uint8Array): unknown {
  try {
    return decode(bytes);
  } catch (cause) {
    throw new Fault("bad_message", "the arguments are not CBOR", { cause });
  }
}
