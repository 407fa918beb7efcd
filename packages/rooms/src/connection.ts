/**
 * One client's connection, at the edge: says hello, joins rooms, and is held to its limits.
 * It speaks messages and knows no transport; `server.ts` gives it a WebSocket.
 *
 *   opened ─hello─► greeted ─join─► in rooms … closed
 *      └────── JOIN_MS_MAX ──────┘ closed for joining nothing
 *
 * Rules M1, M14: docs/spec/rooms.md.
 */
import { Malformed } from "@muster/replica";
import type { Counted } from "./counted.ts";
import { Fault } from "./fault.ts";
import {
  BEAT_MS,
  BURST_MESSAGES,
  JOIN_MS_MAX,
  MESSAGES_PER_SECOND,
  ROOMS_PER_CONNECTION_MAX,
  UNANSWERED_BEATS_MAX,
  WAITING_MESSAGES_MAX,
} from "./limits.ts";
import type { RoomLink } from "./link.ts";
import { Outlet, type Socket } from "./outlet.ts";
import { Rate } from "./rate.ts";
import { closeReason, reasonText } from "./reason.ts";
import { Session } from "./session.ts";
import { repeat, type Timers } from "./timers.ts";
import type { Grant, RoomName } from "./token.ts";
import { decodeMessage, encodeMessage, type Message, WIRE_VERSION } from "./wire.ts";

/** A room that a token opened. Release it once. */
export interface EnteredRoom {
  readonly grant: Grant;
  readonly link: RoomLink;
  readonly release: () => void;
}

/** The edge, as one of its connections sees it. */
export interface Rooms {
  enter(name: RoomName, token: string): Promise<EnteredRoom>;
  /** From the next flush of the session's room on, the session hears it. */
  attach(session: Session): void;
  detach(session: Session): void;
  forget(connection: Connection): void;
  count(what: Counted): void;
  /** A bug, or a failure of what this node depends on. */
  onError(error: unknown): void;
}

interface Joined {
  readonly session: Session;
  readonly release: () => void;
}

export class Connection {
  readonly #socket: Socket;
  readonly #outlet: Outlet;
  readonly #rooms: Rooms;
  readonly #timers: Timers;
  readonly #rate: Rate;
  readonly #joined = new Map<number, Joined>();
  /** By channel: the one join of it that counts, should it be left and joined again meanwhile. */
  readonly #joining = new Map<number, Message<"join">>();
  readonly #cancelIdle: () => void;
  readonly #stopBeat: () => void;
  #isGreeted = false;
  #isClosed = false;
  #waiting = 0;
  #unansweredBeats = 0;

  constructor(socket: Socket, rooms: Rooms, timers: Timers) {
    this.#socket = socket;
    this.#outlet = new Outlet(socket, timers, (fault) => this.end(fault));
    this.#rooms = rooms;
    this.#timers = timers;
    this.#rate = new Rate(BURST_MESSAGES, MESSAGES_PER_SECOND, timers.monotonic());
    this.#cancelIdle = timers.after(JOIN_MS_MAX, () => {
      if (this.#joined.size === 0) this.end(new Fault("too_slow", "no room was joined"));
    });
    this.#stopBeat = repeat(timers, BEAT_MS, () => this.#guardedBeat());
  }

  /** Takes what the client sent. Never throws: what is wrong with it closes the connection. */
  async receive(bytes: Uint8Array): Promise<void> {
    if (!this.#admits()) return;
    this.#waiting += 1;
    try {
      await this.#take(decodeMessage(bytes));
    } catch (error) {
      if (error instanceof Malformed) this.end(new Fault("bad_message", error.message));
      else if (error instanceof Fault) this.end(error);
      else this.#broke(error);
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Whether a ping of the transport is to be answered: it counts as a message, as a pong does. */
  mayAnswer(): boolean {
    return this.#admits() && this.#outlet.hasPlace();
  }

  end(fault: Fault): void {
    if (this.#isClosed) return;
    this.closed();
    this.#socket.close(fault.closeCode, closeReason(fault.message));
  }

  /** The transport is gone. */
  closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancelIdle();
    this.#stopBeat();
    for (const channel of this.#joined.keys()) this.#leave(channel);
    this.#rooms.forget(this);
  }

  /** A bug here, outside of every request, must not end the node. */
  #guardedBeat(): void {
    try {
      this.#beat();
    } catch (error) {
      this.#broke(error);
    }
  }

  /** Tells the time, and ends a connection that has been silent for too long. */
  #beat(): void {
    if (this.#unansweredBeats >= UNANSWERED_BEATS_MAX) {
      return this.end(new Fault("too_slow", "silent for long"));
    }
    this.#outlet.look();
    if (this.#isClosed) return;
    for (const { session } of this.#joined.values()) session.recover();
    this.#unansweredBeats += 1;
    this.#outlet.send(encodeMessage({ is: "beat", nowMs: this.#timers.now() }));
  }

  /** What is dropped in silence is waited for without end: so nothing is, and the sender closed. */
  #admits(): boolean {
    this.#unansweredBeats = 0;
    if (this.#isClosed) return false;
    if (this.#passes()) return true;
    this.#rooms.count("message_refused");
    this.end(new Fault("too_many", "too many messages"));
    return false;
  }

  #passes(): boolean {
    return this.#waiting < WAITING_MESSAGES_MAX && this.#rate.take(this.#timers.monotonic());
  }

  async #take(message: Message): Promise<void> {
    if (message.is === "hello") return this.#hello(message);
    if (!this.#isGreeted) throw new Fault("bad_message", "the first message is hello");
    if (message.is === "here") return;
    if (message.is === "join") return this.#join(message);
    if (message.is === "leave") return this.#leave(message.channel);
    // A room that is not joined has been left a moment ago, by either side: they crossed.
    if (message.is === "write") return this.#joined.get(message.channel)?.session.write(message);
    if (message.is === "call") return this.#joined.get(message.channel)?.session.call(message);
    throw new Fault("bad_message", `${message.is} is not for the node`);
  }

  #hello({ version }: Message<"hello">): void {
    if (version !== WIRE_VERSION) {
      throw new Fault("bad_version", `this node speaks version ${WIRE_VERSION}: reload the page`);
    }
    this.#isGreeted = true;
  }

  async #join(message: Message<"join">): Promise<void> {
    const { channel } = message;
    if (this.#joined.has(channel) || this.#joining.has(channel)) {
      throw new Fault("bad_message", `channel ${channel} is taken`);
    }
    if (this.#joined.size + this.#joining.size >= ROOMS_PER_CONNECTION_MAX) {
      throw new Fault("too_many", `at most ${ROOMS_PER_CONNECTION_MAX} rooms a connection`);
    }
    this.#joining.set(channel, message);
    try {
      await this.#enter(message);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (error.code === "unavailable") this.#rooms.onError(error);
      if (this.#joining.get(channel) === message) this.#tellLeft(channel, error);
    } finally {
      if (this.#joining.get(channel) === message) this.#joining.delete(channel);
    }
  }

  async #enter(message: Message<"join">): Promise<void> {
    const { channel, kind, id, token } = message;
    const room = await this.#rooms.enter({ kind, id }, token);
    if (this.#isClosed || this.#joining.get(channel) !== message) return room.release();
    const session = this.#sessionOf(channel, room);
    this.#joined.set(channel, { session, release: room.release });
    // In this order and in one turn: nothing falls between the standing and the first frame.
    session.welcome(knownBy(message, room.link));
    this.#rooms.attach(session);
  }

  #sessionOf(channel: number, { grant, link, release }: EnteredRoom): Session {
    try {
      this.#outlet.checkStanding();
      return new Session({
        channel,
        grant,
        link,
        outlet: this.#outlet,
        timers: this.#timers,
        count: (what) => this.#rooms.count(what),
        onEnd: (fault) => this.#endRoom(channel, fault),
        onFailure: (fault) => this.#rooms.onError(fault),
      });
    } catch (error) {
      release();
      throw error;
    }
  }

  #endRoom(channel: number, fault: Fault): void {
    this.#leave(channel);
    this.#tellLeft(channel, fault);
  }

  #tellLeft(channel: number, { code, message }: Fault): void {
    const reason = reasonText(message);
    this.#outlet.send(encodeMessage({ is: "left", channel, code, reason }));
  }

  #leave(channel: number): void {
    this.#joining.delete(channel);
    const joined = this.#joined.get(channel);
    if (joined === undefined) return;
    this.#joined.delete(channel);
    joined.session.close();
    this.#rooms.detach(joined.session);
    joined.release();
  }

  #broke(error: unknown): void {
    this.#rooms.onError(error);
    this.end(new Fault("unavailable", "this node could not do that"));
  }
}

/** What a client knows from another opening of the room says nothing of this one. */
function knownBy({ counter, nonce, known }: Message<"join">, { fence }: RoomLink) {
  return counter === fence.counter && nonce === fence.nonce ? known : [];
}
