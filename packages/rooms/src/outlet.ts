/**
 * What waits to be sent to one client. One that does not read must cost no more than is named
 * here, whatever it asks for: it gets no frames, then no standing, and is closed in the end.
 *
 *   queued ──STALLED_BYTES──► no frame, no standing ──QUEUED_BYTES_MAX──► closed
 *      └── for STALLED_MS_MAX neither empty nor moving ──► closed
 *
 * Rules M12, M14: docs/spec/rooms.md.
 */
import { Fault } from "./fault.ts";
import { QUEUED_BYTES_MAX, STALLED_BYTES, STALLED_MS_MAX } from "./limits.ts";
import type { Timers } from "./timers.ts";

/** A socket as this package sees it: bytes out, and how many still wait. */
export interface Socket {
  readonly queuedBytes: number;
  send(bytes: Uint8Array): void;
  close(code: number, reason: string): void;
}

export class Outlet {
  readonly #socket: Socket;
  readonly #timers: Timers;
  readonly #end: (fault: Fault) => void;
  /** What the last standing added to the queue: to follow at all must not look like a stall. */
  #standingBytes = 0;
  #sentBytes = 0;
  /** When the queue was last seen to move, and how much had gone by then. */
  #moved: { readonly goneBytes: number; readonly atMs: number };

  /** `end` closes the connection. */
  constructor(socket: Socket, timers: Timers, end: (fault: Fault) => void) {
    this.#socket = socket;
    this.#timers = timers;
    this.#end = end;
    this.#moved = { goneBytes: 0, atMs: timers.monotonic() };
  }

  get isEmpty(): boolean {
    return this.#socket.queuedBytes === 0;
  }

  /** Whether a frame would wait behind too much. */
  get isStalled(): boolean {
    return this.#waitingBytes() > STALLED_BYTES;
  }

  /** Whether there is place for the next message; ends the connection where there is none. */
  hasPlace(): boolean {
    const hasPlace = this.#waitingBytes() <= QUEUED_BYTES_MAX;
    if (!hasPlace) this.#end(tooSlow());
    return hasPlace;
  }

  /** Throws `too_slow` while what was sent before has not been read: standings may be large. */
  checkStanding(): void {
    if (this.#socket.queuedBytes > STALLED_BYTES) throw tooSlow();
  }

  standing(bytes: Uint8Array): void {
    this.#standingBytes = bytes.length;
    this.#push(bytes);
  }

  send(bytes: Uint8Array): void {
    if (this.hasPlace()) this.#push(bytes);
  }

  /** Ends a connection whose queue has not moved for long. To be asked at each beat. */
  look(): void {
    const { queuedBytes } = this.#socket;
    const goneBytes = this.#sentBytes - queuedBytes;
    const atMs = this.#timers.monotonic();
    const isMoving = queuedBytes === 0 || goneBytes - this.#moved.goneBytes >= STALLED_BYTES;
    if (isMoving) this.#moved = { goneBytes, atMs };
    else if (atMs - this.#moved.atMs > STALLED_MS_MAX) this.#end(tooSlow());
  }

  /** What is queued beside the last standing. */
  #waitingBytes(): number {
    const { queuedBytes } = this.#socket;
    if (queuedBytes <= STALLED_BYTES) this.#standingBytes = 0;
    return queuedBytes - this.#standingBytes;
  }

  #push(bytes: Uint8Array): void {
    this.#sentBytes += bytes.length;
    this.#socket.send(bytes);
  }
}

function tooSlow(): Fault {
  return new Fault("too_slow", "the connection cannot follow");
}
