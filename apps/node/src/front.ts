/**
 * One port for HTTPS and for who did not know: the first byte of a connection tells a TLS
 * handshake from plain HTTP, and each goes to a server of its own.
 *
 *     connection ──► first byte 22 ──► secure      anything else ──► plain (redirects)
 *
 * Rules N31, N34: docs/spec/node.md.
 */

import type { Server } from "node:http";
import { createServer, type Server as NetServer, type Socket } from "node:net";

const TLS_HANDSHAKE = 22;

export interface Behind {
  readonly secure: Server;
  readonly plain: Server;
  /** For the first byte to come. */
  readonly silentMsMax: number;
}

/** Not yet listening. `close` ends its connections too. */
export function makeFront(behind: Behind): { server: NetServer; close: () => void } {
  const { secure, plain } = behind;
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    sort(socket, behind);
  });
  // What an HTTP server begins when it listens: to look for requests that do not come whole.
  server.once("listening", () => [secure, plain].forEach((each) => each.emit("listening")));
  const close = (): void => {
    server.close();
    for (const each of [secure, plain]) each.close();
    for (const socket of sockets) socket.destroy();
  };
  return { server, close };
}

function sort(socket: Socket, { secure, plain, silentMsMax }: Behind): void {
  const drop = (): void => void socket.destroy();
  const look = (): void => {
    const first: unknown = socket.read(1);
    if (!Buffer.isBuffer(first)) return;
    socket.off("readable", look).off("end", drop).off("timeout", drop).setTimeout(0);
    socket.unshift(first);
    (first[0] === TLS_HANDSHAKE ? secure : plain).emit("connection", socket);
  };
  // It stays: nobody listening to a reset would end the process.
  socket.on("error", drop);
  socket.on("readable", look).on("end", drop).on("timeout", drop).setTimeout(silentMsMax);
}
