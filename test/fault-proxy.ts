/**
 * A TCP proxy before a server, that fails on demand: it cuts, stalls, delays, swallows, rewrites.
 *
 *     client ──Way──► server
 *            ◄──Way──
 */
import { createServer, connect as dial, type Socket } from "node:net";

export interface FaultProxy {
  readonly port: number;
  /** Nothing that the server says arrives, on connections that are open, from when it is true. */
  swallow: (toServer: Buffer) => boolean;
  /** Changes what the server says. */
  rewrite: (toClient: Buffer) => Buffer;
  /** How many connections there are. */
  readonly connections: number;
  /** Ends all connections; new ones are taken. Answers how many there were. */
  cut(): number;
  /** No byte goes either way, nor the news that one side has ended, until it is mended. */
  stall(): void;
  /** All that comes from now on waits that long. */
  delay(delayMs: number): void;
  /** What was held back goes on. */
  mend(): void;
  close(): Promise<void>;
}

interface Fate {
  isStalled: boolean;
  delayMs: number;
}

export async function openFaultProxy(host: string, port: number): Promise<FaultProxy> {
  const fate: Fate = { isStalled: false, delayMs: 0 };
  const ways = new Set<Way>();
  const server = createServer((client) => {
    for (const way of join(client, dial(port, host), { proxy, fate })) {
      ways.add(way);
      way.to.on("close", () => ways.delete(way));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endAll = () => {
    for (const { to } of ways) to.destroy();
  };
  const proxy: FaultProxy = {
    port: (server.address() as { port: number }).port,
    swallow: () => false,
    rewrite: (bytes) => bytes,
    get connections() {
      return ways.size / 2;
    },
    cut: () => {
      const count = ways.size / 2;
      endAll();
      return count;
    },
    stall: () => void Object.assign(fate, { isStalled: true }),
    delay: (delayMs) => void Object.assign(fate, { delayMs }),
    mend: () => {
      Object.assign(fate, { isStalled: false, delayMs: 0 });
      for (const way of ways) way.flow();
    },
    close: async () => {
      server.close();
      endAll();
    },
  };
  return proxy;
}

/** Both directions of one connection. */
function join(
  client: Socket,
  upstream: Socket,
  { proxy, fate }: { readonly proxy: FaultProxy; readonly fate: Fate },
): readonly Way[] {
  const toServer = new Way(upstream, fate);
  const toClient = new Way(client, fate);
  let isSwallowed = false;
  for (const socket of [client, upstream]) {
    socket.setNoDelay(true).on("error", () => socket.destroy());
  }
  client.on("data", (bytes: Buffer) => {
    isSwallowed ||= proxy.swallow(bytes);
    toServer.push(bytes);
  });
  upstream.on("data", (bytes: Buffer) => {
    if (!isSwallowed) toClient.push(proxy.rewrite(bytes));
  });
  client.on("close", () => toServer.push(null));
  upstream.on("close", () => toClient.push(null));
  return [toServer, toClient];
}

/** One direction of a connection: in order, and as late as its fate wants. */
class Way {
  readonly to: Socket;
  readonly #fate: Fate;
  /** Null is the end. */
  readonly #held: { readonly bytes: Buffer | null; readonly dueMs: number }[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(to: Socket, fate: Fate) {
    this.to = to;
    this.#fate = fate;
  }

  push(bytes: Buffer | null): void {
    this.#held.push({ bytes, dueMs: performance.now() + this.#fate.delayMs });
    this.flow();
  }

  flow(): void {
    clearTimeout(this.#timer);
    if (this.#fate.isStalled) return;
    for (let next = this.#held[0]; next !== undefined; next = this.#held[0]) {
      const leftMs = next.dueMs - performance.now();
      if (leftMs > 0) {
        this.#timer = setTimeout(() => this.flow(), Math.ceil(leftMs));
        return;
      }
      this.#held.shift();
      if (next.bytes === null) this.to.destroy();
      else this.to.write(next.bytes);
    }
  }
}
