/**
 * The node's HTTP server. It takes its address first of all, so that a taken
 * port is known before anything slow; until the node has started it answers 503.
 *
 * Rules N8, N21: docs/spec/node.md.
 */
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { Fault, systemCodeOf } from "./fault.ts";

export interface HttpServer {
  readonly server: Server;
  /** "http://127.0.0.1:4000", without a slash at the end. */
  readonly address: string;
  serve(routes: Hono): void;
  close(): void;
}

export interface Listening {
  readonly host: string;
  readonly port: number;
}

/** Throws `address_unavailable`. */
export async function listen({ host, port }: Listening): Promise<HttpServer> {
  let answer: RequestListener = answerStarting;
  const server = createServer((request, response) => answer(request, response));
  server.listen({ host, port });
  try {
    await once(server, "listening");
  } catch (cause) {
    throw unavailable({ host, port }, cause);
  }
  return {
    server,
    address: addressOf(server, host),
    serve: (routes) => {
      const listener = getRequestListener(routes.fetch);
      answer = (request, response) => void listener(request, response);
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const answerStarting: RequestListener = (_request, response) => {
  response.writeHead(503, { "content-type": "text/plain", "retry-after": "1" });
  response.end("starting\n");
};

function addressOf(server: Server, host: string): string {
  const bound = server.address();
  const port = bound !== null && typeof bound === "object" ? bound.port : 0;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function unavailable({ host, port }: Listening, cause: unknown): Fault {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} of ${host} is taken: stop what uses it, or choose another with --port N`,
    EACCES: `this user may not take port ${port}: choose one from 1024 on with --port N`,
    EADDRNOTAVAIL: `${host} is not an address of this machine: choose another with --host H`,
    ENOTFOUND: `the host "${host}" is not known: choose another with --host H`,
  };
  const reason =
    reasons[systemCodeOf(cause)] ?? `cannot listen on port ${port} of ${host}: ${String(cause)}`;
  return new Fault("address_unavailable", reason, { cause });
}
