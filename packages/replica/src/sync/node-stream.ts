/**
 * Adapter of Node's streams: a TCP or TLS socket, a pipe, or the two ends of stdio. Without an
 * import of Node, so that a page may load it.
 */
import type { Link, Peer } from "./link.ts";
import type { Sync } from "./sync.ts";

/** What is asked of a readable, as Node's have it. */
export interface ReadableLike {
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  on(event: "end" | "close", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  destroy(): unknown;
}

/** And of a writable: the same object, for a socket. */
export interface WritableLike {
  readonly writable: boolean;
  readonly writableLength: number;
  write(bytes: Uint8Array): unknown;
  end(): unknown;
  on(event: "close", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** Synchronises until either stream ends or fails; then both are ended. */
export function connectNodeStream(
  sync: Sync,
  streams: { readonly readable: ReadableLike; readonly writable: WritableLike },
  peer: Peer = {},
): Link {
  const { readable, writable } = streams;
  const send = (bytes: Uint8Array) => {
    if (writable.writable) writable.write(bytes);
  };
  const close = () => {
    if (writable.writable) writable.end();
    readable.destroy();
  };
  const waiting = () => writable.writableLength;
  const link = sync.connect({ send, waiting, close }, peer);
  readable.on("data", (chunk) => link.take(chunk));
  readable.on("end", () => link.close());
  for (const stream of [readable, writable]) {
    stream.on("close", () => link.close());
    stream.on("error", () => link.close());
  }
  return link;
}
