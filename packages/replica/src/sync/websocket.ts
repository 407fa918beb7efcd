/** Adapter of WebSocket, in browsers and of npm's `ws`: each chunk is one binary message. */
import type { Link, Peer } from "./link.ts";
import type { Sync } from "./sync.ts";

/** What is asked of a WebSocket. */
export interface SocketLike {
  binaryType: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  close(): void;
  addEventListener(type: "open" | "close", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
}

const OPEN = 1;

/**
 * Synchronises over it from the moment it is open until it closes. Text is refused. `close` of what
 * it returns also closes a socket that is still connecting.
 */
export function connectSocket(
  sync: Sync,
  socket: SocketLike,
  peer: Peer = {},
): { readonly close: () => void } {
  socket.binaryType = "arraybuffer";
  let link: Link | undefined;
  const send = (bytes: Uint8Array<ArrayBuffer>) => {
    if (socket.readyState === OPEN) socket.send(bytes);
  };
  const waiting = () => socket.bufferedAmount;
  const begin = () => {
    link = sync.connect({ send, waiting, close: () => socket.close() }, peer);
  };
  socket.addEventListener("message", ({ data }) => {
    if (data instanceof ArrayBuffer) link?.take(new Uint8Array(data));
    else link?.close();
  });
  socket.addEventListener("close", () => link?.close());
  if (socket.readyState === OPEN) begin();
  else socket.addEventListener("open", begin);
  return { close: () => socket.close() };
}
