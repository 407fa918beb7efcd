/** A TCP proxy between a test's pool and its database, that fails on demand. */
import { createServer, connect as dial, type Socket } from "node:net";
import { Pool } from "pg";

export interface Proxy {
  readonly pool: Pool;
  /** Nothing that the server says arrives, on connections that are open, from when it is true. */
  swallow: (toServer: Buffer) => boolean;
  /** Changes what the server says. */
  rewrite: (toClient: Buffer) => Buffer;
  close(): Promise<void>;
}

export async function openProxy(behind: Pool): Promise<Proxy> {
  const { connectionString = "" } = behind.options;
  const url = new URL(connectionString);
  const [host, port] = [url.hostname, Number(url.port)];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = dial(port, host);
    let isSwallowed = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket.on("error", () => socket.destroy()));
    }
    client.on("data", (bytes: Buffer) => {
      isSwallowed ||= proxy.swallow(bytes);
      upstream.write(bytes);
    });
    upstream.on("data", (bytes: Buffer) => {
      if (!isSwallowed) client.write(proxy.rewrite(bytes));
    });
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as { port: number }).port);
  const pool = new Pool({ connectionString: url.href });
  pool.on("error", () => {});
  const proxy: Proxy = {
    pool,
    swallow: () => false,
    rewrite: (bytes) => bytes,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await pool.end();
    },
  };
  return proxy;
}

/** As a transaction pooler does: the client is told of a backend that is none. */
export function otherBackend(toClient: Buffer): Buffer {
  const at = toClient.indexOf(Buffer.from([0x4b, 0, 0, 0, 12]));
  if (at < 0) return toClient;
  const changed = Buffer.from(toClient);
  changed.writeInt32BE(changed.readInt32BE(at + 5) + 1, at + 5);
  return changed;
}
