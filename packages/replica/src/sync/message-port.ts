/** Adapter of MessagePort: workers, frames, and the two ends of a MessageChannel. */
import type { Link, Peer } from "./link.ts";
import type { Sync } from "./sync.ts";

/** What is asked of a port, in browsers and in Node. */
export interface PortLike {
  postMessage(bytes: Uint8Array<ArrayBuffer>): void;
  start(): void;
  close(): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: () => void): void;
}

/** Synchronises over the port until either end closes it. Anything but bytes is refused. */
export function connectPort(sync: Sync, port: PortLike, peer: Peer = {}): Link {
  const send = (bytes: Uint8Array<ArrayBuffer>) => port.postMessage(bytes);
  const link = sync.connect({ send, close: () => port.close() }, peer);
  port.addEventListener("message", ({ data }) => {
    if (data instanceof Uint8Array) link.take(data);
    else link.close();
  });
  port.addEventListener("close", () => link.close());
  port.start();
  return link;
}
