/** The adapters on the real things: TCP, WebSocket, MessagePort, Web Streams. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect as connectTcp, createServer, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { test } from "node:test";
import { WebSocketServer } from "ws";
import { openReplica, type Replica } from "../../test/fake-peers.ts";
import { assertSame, pair, Told } from "../../test/pair.ts";
import { connectPort } from "./message-port.ts";
import { connectNodeStream } from "./node-stream.ts";
import { createStream } from "./stream.ts";
import { connectSocket } from "./websocket.ts";

function over(replica: Replica, told: Told, socket: Socket) {
  const { readable, writable } = Duplex.toWeb(socket);
  const stream = createStream(replica.sync, told.peer);
  const ways = [readable.pipeTo(stream.writable), stream.readable.pipeTo(writable)];
  return { stream, ended: Promise.allSettled(ways) };
}

test("[R5] over TCP", async () => {
  const two = await pair();
  const server = createServer((socket) => {
    connectNodeStream(two.b.sync, { readable: socket, writable: socket }, two.toB.peer);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const socket = connectTcp((server.address() as AddressInfo).port, "127.0.0.1");
  connectNodeStream(two.a.sync, { readable: socket, writable: socket }, two.toA.peer);
  await assertSame(two);
  socket.destroy();
  await Promise.all([two.toA.until("ended closed"), two.toB.until("ended closed")]);
  server.close();
});

test("[R5] over TCP, as Web Streams", async () => {
  const two = await pair();
  const server = createServer((socket) => void over(two.b, two.toB, socket));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const socket = connectTcp((server.address() as AddressInfo).port, "127.0.0.1");
  await once(socket, "connect");
  const { stream, ended } = over(two.a, two.toA, socket);
  await assertSame(two);
  stream.close();
  await ended;
  await Promise.all([two.toA.until("ended closed"), two.toB.until("ended closed")]);
  server.close();
});

test("[R7] Web Streams fail for a peer that is dropped", async () => {
  const { sync } = await openReplica();
  const told = new Told();
  const { readable, writable } = createStream(sync, told.peer);
  const writer = writable.getWriter();
  await writer.write(new Uint8Array([0]));
  assert.deepEqual(told.words, ["ended bad_frame"]);
  await assert.rejects(writer.write(new Uint8Array([1])), { name: "AbortError" });
  let chunks = 0;
  for await (const _ of readable) chunks += 1;
  assert.equal(chunks, 1);
});

test("[R7] Web Streams of what is closed are over at once", async () => {
  const { sync } = await openReplica();
  sync.close();
  const told = new Told();
  const { readable, writable } = createStream(sync, told.peer);
  assert.deepEqual(told.words, ["ended closed"]);
  await assert.rejects(writable.getWriter().write(new Uint8Array([1])), { name: "AbortError" });
  for await (const chunk of readable) assert.fail(`${chunk.length} bytes`);
});

test("[R5] over WebSocket, of Node and of ws", async () => {
  const two = await pair();
  const http = createHttpServer();
  const server = new WebSocketServer({ server: http });
  server.on("connection", (socket) => connectSocket(two.b.sync, socket, two.toB.peer));
  await once(http.listen(0, "127.0.0.1"), "listening");
  const { port } = http.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  connectSocket(two.a.sync, socket, two.toA.peer);
  await assertSame(two);
  socket.send("text is not for this");
  await Promise.all([two.toA.until("ended closed"), two.toB.until("ended closed")]);
  server.close();
  http.close();
});

test("[R5] over a MessagePort", async () => {
  const two = await pair();
  const { port1, port2 } = new MessageChannel();
  const link = connectPort(two.a.sync, port1, two.toA.peer);
  connectPort(two.b.sync, port2, two.toB.peer);
  await assertSame(two);
  link.close();
  await two.toB.until("ended closed");
});
