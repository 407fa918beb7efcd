/** Stands before a node as one that is updated while a page is open: its worker changes. */
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ChangingNode {
  readonly url: string;
  /** From now on the worker is another one. */
  update(): void;
  close(): Promise<void>;
}

export async function openChangingNode(node: string): Promise<ChangingNode> {
  let version = 0;
  const answer = async (path: string, response: ServerResponse): Promise<void> => {
    const found = await fetch(new URL(path, node));
    const type = found.headers.get("content-type") ?? "text/plain";
    const body = Buffer.from(await found.arrayBuffer());
    const isWorker = path.startsWith("/march/worker.js");
    const all = isWorker ? Buffer.concat([body, Buffer.from(`\n//${version}`)]) : body;
    const headers = { "content-type": type, "service-worker-allowed": "/march" };
    response.writeHead(found.status, headers).end(all);
  };
  const server = createServer((request, response) => {
    answer(request.url ?? "/", response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    update: () => {
      version += 1;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
