/** A synchronisation as a pair of Web Streams of bytes, to pipe through anything that carries them. */
import type { Link, Peer } from "./link.ts";
import type { Sync } from "./sync.ts";

export interface SyncStream {
  /** What goes to the other. */
  readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** What came from the other, cut anywhere. It fails once the other has been dropped. */
  readonly writable: WritableStream<Uint8Array>;
  close(): void;
}

/** `duplex.readable.pipeThrough(createStream(sync)).pipeTo(duplex.writable)` */
export function createStream(sync: Sync, peer: Peer = {}): SyncStream {
  let out: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  let into: WritableStreamDefaultController | undefined;
  let isClosed = false;
  // It may end before anybody has it: where the synchronisation is closed already.
  let link: Link | null = null;
  const close = () => {
    if (isClosed) return;
    isClosed = true;
    link?.close();
    out?.close();
    into?.error(new DOMException("the synchronisation has ended", "AbortError"));
  };
  const source: UnderlyingDefaultSource<Uint8Array<ArrayBuffer>> = {
    start: (controller) => {
      out = controller;
    },
    cancel: () => {
      // It is closed already: only the link has to hear of it.
      out = undefined;
      close();
    },
  };
  // Nothing is wanted in advance, so what is wanted less than nothing is what waits.
  const readable = new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: 0 }));
  const writable = new WritableStream<Uint8Array>({
    start: (controller) => {
      into = controller;
    },
    write: (chunk) => link?.take(chunk),
    close: () => {
      into = undefined;
      close();
    },
    abort: close,
  });
  const send = (bytes: Uint8Array<ArrayBuffer>) => out?.enqueue(bytes);
  link = sync.connect({ send, waiting: () => -(out?.desiredSize ?? 0), close }, peer);
  return { readable, writable, close };
}
