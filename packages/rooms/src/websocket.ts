/**
 * Adapter of `ws`: WebSocket upgrades of an HTTP server become connections of the edge.
 *
 * Rules M14, M16: docs/spec/rooms.md.
 */
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import type { Edge } from "./edge.ts";
import { CLOSE_MS_MAX, MESSAGE_BYTES_MAX, STALLED_BYTES } from "./limits.ts";

export interface WebSocketOptions {
  readonly edge: Edge;
  readonly server: Server;
  readonly path: string;
  /** Origins beside the one that the request itself names as host, such as `https://a.example`. */
  readonly origins: readonly string[];
}

/** Listens for upgrades. Returns what stops listening and cuts the sockets still open. */
export function listenWebSocket({ edge, server, path, origins }: WebSocketOptions): () => void {
  // By a name of its own: the types of `ws` do not know `closeTimeout` yet.
  const settings = {
    noServer: true,
    maxPayload: MESSAGE_BYTES_MAX,
    perMessageDeflate: false,
    autoPong: false,
    closeTimeout: CLOSE_MS_MAX,
    clientTracking: true,
  };
  const sockets = new WebSocketServer(settings);
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (pathOf(request) !== path) return refuse(socket, "404 Not Found");
    if (!isOriginAllowed(request, origins)) return refuse(socket, "403 Forbidden");
    sockets.handleUpgrade(request, socket, head, (webSocket) => attach(webSocket, edge));
  };
  server.on("upgrade", onUpgrade);
  return () => {
    server.off("upgrade", onUpgrade);
    for (const webSocket of sockets.clients) webSocket.terminate();
    sockets.close();
  };
}

/**
 * A page of another site must not speak with the rights of its visitor's network. Over TLS, here or
 * in a server in front, neither may a page of this name that came without it: anyone on the way may
 * have written it. Whoever says so of themselves narrows only what they may.
 */
export function isOriginAllowed(
  request: Pick<IncomingMessage, "headers"> & { readonly socket?: object },
  origins: readonly string[],
): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || origins.includes(origin)) return true;
  if (!URL.canParse(origin) || new URL(origin).host !== host) return false;
  return new URL(origin).protocol === "https:" || !isOverTls(request);
}

function isOverTls({ headers, socket = {} }: Parameters<typeof isOriginAllowed>[0]): boolean {
  const isHere = "encrypted" in socket && socket.encrypted === true;
  return isHere || headers["x-forwarded-proto"] === "https";
}

function attach(webSocket: WebSocket, edge: Edge): void {
  const connection = edge.open({
    get queuedBytes() {
      return webSocket.bufferedAmount;
    },
    send: (bytes) => {
      if (webSocket.readyState !== webSocket.OPEN) return;
      edge.count("message_out");
      edge.count("message_out_bytes", bytes.byteLength);
      webSocket.send(bytes);
    },
    close: (code, reason) => {
      // A close frame behind what nobody reads would keep all of it for as long as it waits.
      if (webSocket.bufferedAmount > STALLED_BYTES) webSocket.terminate();
      else webSocket.close(code, reason);
    },
  });
  // `ws` closes the socket itself after an error, with the right code; "close" follows. Nobody
  // listening would end the process, also when the socket has been refused.
  webSocket.on("error", () => connection?.closed());
  if (connection === null) return;
  webSocket.on("message", (data: RawData, isBinary: boolean) => {
    edge.count("message_in");
    edge.count("message_in_bytes", sizeOf(data));
    // What is not binary decodes as nonsense, and is answered as such.
    void connection.receive(isBinary ? bytesOf(data) : new Uint8Array());
  });
  webSocket.on("ping", (data: Buffer) => {
    if (connection.mayAnswer()) webSocket.pong(data);
  });
  // None is asked for, and each costs a turn: who goes on sending them is not waited for.
  webSocket.on("pong", () => {
    if (!connection.mayAnswer()) webSocket.terminate();
  });
  webSocket.on("close", () => connection.closed());
}

function sizeOf(data: RawData): number {
  return Array.isArray(data) ? data.reduce((sum, part) => sum + part.length, 0) : data.byteLength;
}

function bytesOf(data: RawData): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return Array.isArray(data) ? Buffer.concat(data) : data;
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?", 1)[0] ?? "/";
}

function refuse(socket: Duplex, status: string): void {
  // From an upgrade on nobody else listens: a reset by the other side would end the process.
  socket.on("error", () => socket.destroy());
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
