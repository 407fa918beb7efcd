/**
 * The node's HTTP server. It takes its address first of all, so that a taken
 * port is known before anything slow; until the node has started it answers 503.
 *
 * Rules N8, N21, N29, N30, N31: docs/spec/node.md.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { networkInterfaces } from "node:os";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { Fault, systemCodeOf } from "./fault.ts";

export interface HttpServer {
  readonly server: Server;
  /** "http://127.0.0.1:4000", without a slash at the end: where this machine reaches it. */
  readonly address: string;
  /** Where others reach it; none when it listens on the loopback alone. */
  readonly addressesOfOthers: readonly string[];
  serve(routes: Hono): void;
  close(): void;
}

export interface Listening {
  readonly host: string;
  readonly port: number;
}

/** For a whole request, head and body: each that is held back holds memory and a connection. */
export const REQUEST_MS_MAX = 30_000;

/** Throws `address_unavailable`. */
export async function listen({ host, port }: Listening, requestMsMax: number): Promise<HttpServer> {
  let answer: RequestListener = answerStarting;
  const limits = { requestTimeout: requestMsMax, connectionsCheckingInterval: requestMsMax / 4 };
  const server = createServer(
    { ...limits, shouldUpgradeCallback: asksForWebSocket },
    (request, response) => answer(request, response),
  );
  server.listen({ host, port });
  try {
    await once(server, "listening");
  } catch (cause) {
    throw unavailable({ host, port }, cause);
  }
  return {
    server,
    ...addressesOf(server, host),
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

/** curl and proxies offer HTTP/2 in passing (`Upgrade: h2c`); they are answered as if they had not. */
function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === "websocket";
}

function addressesOf(
  server: Server,
  host: string,
): Pick<HttpServer, "address" | "addressesOfOthers"> {
  const bound = server.address();
  const isBound = bound !== null && typeof bound === "object";
  const { address, port } = isBound ? bound : { address: host, port: 0 };
  const urlOf = (name: string) => `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
  if (address === "0.0.0.0" || address === "::") {
    const others = outerAddresses(address === "::");
    return { address: urlOf("127.0.0.1"), addressesOfOthers: others.map(urlOf) };
  }
  const isLoopback = /^(127\.|::1$)/.test(address);
  return { address: urlOf(host), addressesOfOthers: isLoopback ? [] : [urlOf(host)] };
}

/** This machine's addresses in its networks; those of IPv6 that hold for one link alone are of no use. */
function outerAddresses(withIpv6: boolean): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && (family === "IPv4" || withIpv6))
    .map(({ address }) => address)
    .filter((address) => !address.startsWith("fe80:"));
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
