/**
 * What one connection may have the node do at once. Browsers ask for the next thing when they have
 * the one before; who sends hundreds of requests and reads no answer would have the node hold all
 * of them.
 *
 * Rule N37: docs/spec/node.md.
 */
import type { RequestListener, Server } from "node:http";
import type { Socket } from "node:net";

export const UNDER_WAY_MAX = 8;
/** For an answer of which nothing is read. */
export const UNREAD_MS_MAX = 60_000;

/** Cuts a connection off that has more than `UNDER_WAY_MAX` requests under way. */
export function inTurns(answer: RequestListener): RequestListener {
  const underWay = new WeakMap<Socket, number>();
  return (request, response) => {
    const { socket } = request;
    const count = (underWay.get(socket) ?? 0) + 1;
    if (socket.destroyed || count > UNDER_WAY_MAX) {
      socket.destroy();
      return;
    }
    underWay.set(socket, count);
    response.once("close", () => underWay.set(socket, (underWay.get(socket) ?? 1) - 1));
    answer(request, response);
  };
}

/** Cuts a connection off that reads nothing of its answer for so long. */
export function cutUnread(server: Server, unreadMsMax: number): void {
  server.setTimeout(unreadMsMax, (socket: Socket) => {
    if (socket.writableLength > 0) socket.destroy();
  });
}
