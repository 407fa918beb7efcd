/**
 * Stands between a phone and the node, and counts every byte that the phone is sent: headers,
 * sockets and workers too, whatever the browser's own tools call them.
 */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface ByteMeter {
  /** Where a phone finds the node through it. */
  readonly url: string;
  /** Towards the phone, since the start. */
  readonly bytes: () => number;
  /** No network: what is open breaks, what is new is refused. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function openByteMeter(node: string): Promise<ByteMeter> {
  const { hostname, port } = new URL(node);
  const sockets = new Set<Socket>();
  let bytes = 0;
  let isCut = false;
  const cut = (is: boolean): void => {
    isCut = is;
    if (is) for (const socket of sockets) socket.destroy();
  };
  const join = (phone: Socket): void => {
    const behind = connect(Number(port), hostname);
    behind.on("data", (chunk) => (bytes += chunk.length));
    phone.pipe(behind).pipe(phone);
    for (const [one, other] of [
      [phone, behind],
      [behind, phone],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => sockets.delete(one) && other.destroy());
    }
  };
  const server = createServer((phone) => {
    if (isCut) phone.resetAndDestroy();
    else join(phone);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: () => bytes,
    cut: () => cut(true),
    mend: () => cut(false),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
