import assert from "node:assert/strict";
import { createServer, connect as dial, type Socket } from "node:net";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { comesTrue } from "./comes-true.ts";
import { openFaultProxy } from "./fault-proxy.ts";

/** Longer than bytes take through two sockets of one machine, by far. */
const WHILE_MS = 100;
const SOON = { msMax: 2_000, everyMs: 10 };

test("bytes go through a proxy both ways, and both sides learn of the end", async (t) => {
  const { client, heard, closed } = await connected(t);
  client.write("a");
  await comesTrue(() => heard() === "a", SOON);
  client.destroy();
  await comesTrue(() => closed(), SOON);
});

test("a stalled proxy passes nothing either way, not even the end, until it is mended", async (t) => {
  const { client, proxy, heard, closed } = await connected(t);
  client.write("a");
  await comesTrue(() => heard() === "a", SOON);
  proxy.stall();
  client.write("b");
  client.end();
  await sleep(WHILE_MS);
  assert.deepEqual([heard(), closed()], ["a", false]);
  proxy.mend();
  await comesTrue(() => heard() === "ab" && closed(), SOON);
});

test("a cut ends the connections that are open, and only those", async (t) => {
  const { client, proxy, closed } = await connected(t);
  client.write("a");
  await comesTrue(() => proxy.connections === 1, SOON);
  assert.equal(proxy.cut(), 1);
  await comesTrue(() => closed() && client.closed, SOON);
  const { connections } = proxy;
  assert.equal(connections, 0);
  const again = dial(proxy.port, "127.0.0.1").on("error", () => undefined);
  t.after(() => again.destroy());
  await comesTrue(() => proxy.connections === 1, SOON);
});

test("a proxy that delays is late by that much, and keeps the order", async (t) => {
  const { client, proxy, heard } = await connected(t);
  proxy.delay(2 * WHILE_MS);
  client.write("a");
  await sleep(WHILE_MS);
  assert.equal(heard(), "");
  proxy.delay(0);
  client.write("b");
  await comesTrue(() => heard() === "ab", SOON);
});

/** A client, through a proxy, of a server that remembers what it heard and answers nothing. */
async function connected(t: TestContext) {
  let [heard, isClosed] = ["", false];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on("error", () => undefined));
    socket.on("data", (bytes) => (heard += String(bytes)));
    socket.on("close", () => (isClosed = true));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy = await openFaultProxy("127.0.0.1", (server.address() as { port: number }).port);
  const client = dial(proxy.port, "127.0.0.1").on("error", () => undefined);
  t.after(async () => {
    client.destroy();
    await proxy.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { client, proxy, heard: () => heard, closed: () => isClosed };
}
