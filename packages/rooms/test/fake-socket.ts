/** A socket of the edge that remembers what it was told. */
import type { Socket } from "../src/outlet.ts";
import { decodeMessage, type Message, type MessageName } from "../src/wire.ts";

export class FakeSocket implements Socket {
  queuedBytes = 0;
  readonly frames: Uint8Array[] = [];
  closed: { readonly code: number; readonly reason: string } | null = null;

  send(bytes: Uint8Array): void {
    if (this.closed === null) this.frames.push(bytes);
  }

  close(code: number, reason: string): void {
    this.closed ??= { code, reason };
  }

  /** What was sent of this kind, in order. */
  sent<Name extends MessageName>(is: Name): readonly Message<Name>[] {
    const messages = this.frames.map((frame) => decodeMessage(frame));
    return messages.filter(
      (message) => message.is === is,
    ) as readonly Message[] as readonly Message<Name>[];
  }
}
