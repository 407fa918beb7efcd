/**
 * The node's HTTP server, or HTTPS and a redirect to it on the same port. It takes its address
 * first of all, so that a taken port is known before anything slow; until the node has started it
 * answers 503.
 *
 * Rules N8, N21, N29, N30, N31, N34, N35, N37: docs/spec/node.md.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Server as NetServer } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import { type Addresses, addressesOf } from "./addresses.ts";
import { Fault, systemCodeOf } from "./fault.ts";
import { makeFront } from "./front.ts";
import { redirect } from "./redirect.ts";
import type { TlsPair } from "./tls-pair.ts";
import type { TrustedProxies } from "./trusted-proxies.ts";
import { cutUnread, inTurns, UNREAD_MS_MAX } from "./turns.ts";

export interface HttpServer extends Addresses {
  /** Where WebSockets come in. */
  readonly server: Server;
  serve(routes: Hono): void;
  /** From the next connection on; those that stand go on. For a server that has TLS already. */
  renew(pair: TlsPair): void;
  close(): void;
}

export interface Listening {
  readonly host: string;
  readonly port: number;
  /** Null for plain HTTP. */
  readonly tls: TlsPair | null;
  readonly proxies: TrustedProxies;
}

interface Made {
  readonly listener: NetServer;
  readonly server: Server;
  readonly renew: (pair: TlsPair) => void;
  readonly close: () => void;
}

/** For a whole request, head and body: each that is held back holds memory and a connection. */
export const REQUEST_MS_MAX = 30_000;
/** Thirty days: who gives TLS up again is not locked out for a year. */
const HSTS = "max-age=2592000";

/** Throws `address_unavailable`. */
export async function listen(asked: Listening, requestMsMax: number): Promise<HttpServer> {
  const { host, port, tls, proxies } = asked;
  let answer: RequestListener = answerStarting;
  const answerNow = inTurns((request, response) => answer(request, response));
  const { listener, ...made } =
    tls === null ? makePlain(answerNow, requestMsMax) : makeSecure(tls, answerNow, requestMsMax);
  cutUnread(made.server, UNREAD_MS_MAX);
  listener.listen({ host, port });
  try {
    await once(listener, "listening");
  } catch (cause) {
    throw unavailable(asked, cause);
  }
  return {
    ...made,
    ...addressesOf(listener.address() as AddressInfo, host, tls),
    serve: (routes) => {
      const listen = getRequestListener((request, bindings) =>
        routes.fetch(request, seenThrough(bindings as HttpBindings, proxies)),
      );
      answer = (request, response) => void listen(request, response);
    },
  };
}

function makePlain(answer: RequestListener, requestMsMax: number): Made {
  const server = createServer(limitsOf(requestMsMax), answer);
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { listener: server, server, renew: () => {}, close };
}

function makeSecure(tls: TlsPair, answer: RequestListener, requestMsMax: number): Made {
  const { cert, key } = tls;
  const limits = limitsOf(requestMsMax);
  const server = createSecureServer(
    { ...limits, cert, key, handshakeTimeout: requestMsMax },
    (request, response) => {
      // By name only: to a browser localhost is every other server of its machine too.
      if (!/^localhost(:|$)/i.test(request.headers.host ?? "")) {
        response.setHeader("strict-transport-security", HSTS);
      }
      answer(request, response);
    },
  );
  const plain = createServer({ ...limits, shouldUpgradeCallback: () => false }, redirect(answer));
  const front = makeFront({ secure: server, plain, silentMsMax: requestMsMax });
  const renew = (pair: TlsPair): void =>
    server.setSecureContext({ cert: pair.cert, key: pair.key });
  return { listener: front.server, server, renew, close: front.close };
}

function limitsOf(requestMsMax: number) {
  return {
    requestTimeout: requestMsMax,
    connectionsCheckingInterval: requestMsMax / 4,
    shouldUpgradeCallback: asksForWebSocket,
  };
}

/** What is behind sees the client as its peer: who is believed is decided here alone. */
function seenThrough(bindings: HttpBindings, proxies: TrustedProxies): object {
  const { incoming, outgoing } = bindings;
  const { remoteAddress = "", remotePort } = incoming.socket;
  const forwarded = incoming.headers["x-forwarded-for"];
  const client = proxies.clientOf(remoteAddress, forwarded?.toString());
  if (client === remoteAddress) return bindings;
  return { incoming: { socket: { remoteAddress: client, remotePort } }, outgoing };
}

const answerStarting: RequestListener = (_request, response) => {
  response.writeHead(503, { "content-type": "text/plain", "retry-after": "1" });
  response.end("starting\n");
};

/** curl and proxies offer HTTP/2 in passing (`Upgrade: h2c`); they are answered as if they had not. */
function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === "websocket";
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
