/** A client's socket with the test at its other end. */
import type { ClientSocket } from "../src/client.ts";
import { decodeMessage, encodeMessage, type Message, type MessageName } from "../src/wire.ts";

export class FakeLine implements ClientSocket {
  binaryType = "blob";
  onopen: ClientSocket["onopen"] = null;
  onmessage: ClientSocket["onmessage"] = null;
  onclose: ClientSocket["onclose"] = null;
  readonly frames: Uint8Array[] = [];
  isClosed = false;

  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.frames.push(bytes);
  }

  close(): void {
    this.isClosed = true;
  }

  open(): void {
    this.onopen?.();
  }

  /** The node says this. */
  say(message: Message): void {
    this.onmessage?.({ data: encodeMessage(message).slice().buffer });
  }

  /** The connection ends; a code below 4000 is the network's. */
  end(code = 1006, reason = ""): void {
    this.onclose?.({ code, reason });
  }

  sent<Name extends MessageName>(is: Name): readonly Message<Name>[] {
    const messages = this.frames.map((frame) => decodeMessage(frame));
    return messages.filter((message) => message.is === is) as readonly Message[] as Message<Name>[];
  }
}
