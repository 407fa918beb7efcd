/**
 * A bad network between one phone and the node: it can hold back all that the phone sends, and
 * deliver an earlier write once more. The phone itself does not notice.
 *
 * Of the wire (docs/spec/rooms-wire.md) it knows one thing: which frames are writes.
 */
import type { Timers } from "@muster/rooms";
import type { ClientSocket } from "@muster/rooms/client";

/** The first byte of a write. */
const WRITE = 3;
/** How many of its last writes it remembers. */
const WRITES_MAX = 2;

type Send = (bytes: Uint8Array<ArrayBuffer>) => void;

export class WireTap {
  readonly #timers: Timers;
  readonly #writes: Uint8Array<ArrayBuffer>[] = [];
  #held: Uint8Array<ArrayBuffer>[] | null = null;
  #send: Send = () => undefined;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  readonly dial = (url: string): ClientSocket => {
    const socket = new WebSocket(url) as unknown as ClientSocket;
    const send = socket.send.bind(socket);
    this.#send = send;
    socket.send = (bytes) => this.#pass(bytes);
    return socket;
  };

  /** Delivers the write before the last one again; false when there was none. */
  repeatEarlier(): boolean {
    if (this.#writes.length < WRITES_MAX) return false;
    this.#forward(this.#writes[0]);
    return true;
  }

  /** Delivers the last write again. */
  repeatLast(): void {
    this.#forward(this.#writes.at(-1));
  }

  /** Holds everything back for so long, then lets it through in order. */
  stall(ms: number): void {
    this.#held = [];
    this.#timers.after(ms, () => {
      const held = this.#held ?? [];
      this.#held = null;
      for (const bytes of held) this.#send(bytes);
    });
  }

  #pass(bytes: Uint8Array<ArrayBuffer>): void {
    if (bytes[0] === WRITE) {
      this.#writes.push(bytes);
      if (this.#writes.length > WRITES_MAX) this.#writes.shift();
    }
    this.#forward(bytes);
  }

  #forward(bytes: Uint8Array<ArrayBuffer> | undefined): void {
    if (bytes === undefined) return;
    if (this.#held === null) this.#send(bytes);
    else this.#held.push(bytes);
  }
}
