/** Rooms served and joined over real sockets, cut, misused and stopped. */
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect as connectTcp, type Socket } from "node:net";
import test, { type TestContext } from "node:test";
import { generateKeys, openIdentity } from "@muster/replica";
import { WebSocket as WsSocket } from "ws";
import { becomes } from "../../../test/room-state.ts";
import { LIFETIME_MS, steps, WALK, walkOpening, walkRoom } from "../test/walk.ts";
import { connect, type RoomClient } from "./client.ts";
import { MemoryJournal } from "./journal-memory.ts";
import { NOTE_BYTES_MAX, QUEUED_BYTES_MAX } from "./limits.ts";
import type { Opening } from "./room.ts";
import { ROOMS_PATH, type RoomsServer, serve } from "./server.ts";
import { signToken } from "./token.ts";
import { encodeMessage, WIRE_VERSION } from "./wire.ts";

const endsAt = Date.now() + 3_600_000;
const NOTES = 16;
const NOTHING_KNOWN = { counter: 0, nonce: 0, known: [] } as const;
const hello = encodeMessage({ is: "hello", version: WIRE_VERSION });

class Node {
  readonly rooms: RoomsServer;
  readonly server: Server;
  readonly url: string;
  readonly #sockets = new Set<Socket>();

  private constructor(rooms: RoomsServer, server: Server) {
    this.rooms = rooms;
    this.server = server;
    this.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}${ROOMS_PATH}`;
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  static async start(context: TestContext, opening: Partial<Opening> = {}): Promise<Node> {
    const server = createServer();
    const rooms = serve({
      rooms: [walkRoom({ ...opening, endsAt })],
      journal: new MemoryJournal(),
      identity: await openIdentity(await generateKeys()),
      server,
      origins: ["https://friend.example"],
      onError: (error) => assert.fail(String(error)),
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const node = new Node(rooms, server);
    context.after(() => node.stop());
    return node;
  }

  /** As a broken network does: without a word. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** What waits for clients to read it. */
  get unsentBytes(): number {
    return [...this.#sockets].reduce((sum, { writableLength }) => sum + writableLength, 0);
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    await this.rooms.close();
    await new Promise((resolve) => void this.server.close(resolve));
  }
}

async function enter(context: TestContext, node: Node, who: string): Promise<RoomClient> {
  const key = walkOpening.tokenKey;
  const grant = { person: who, rights: ["walk"], about: { group: "a" }, expiresAt: endsAt };
  const client = connect(node.url);
  context.after(() => client.close());
  const room = client.room({
    ...WALK,
    token: await signToken(key, WALK, grant),
    models: [steps],
    identity: await openIdentity(await generateKeys()),
    lifetimeMs: LIFETIME_MS,
  });
  await becomes(room, "live");
  return room;
}

function heard(room: RoomClient, who: string, x: number): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (room.space.view(steps).get(who)?.value.x === x) resolve();
    };
    room.space.subscribe(steps, look);
    look();
  });
}

interface Ended {
  readonly code: number;
  readonly reason: string;
}

/** Sends what no client of ours would; resolves with how that ended. */
function misuse(node: Node, say: (socket: WsSocket) => void): Promise<Ended> {
  const socket = new WsSocket(node.url);
  return new Promise((resolve) => {
    socket.on("open", () => say(socket));
    socket.on("error", () => undefined);
    socket.on("close", (code, reason) => resolve({ code, reason: reason.toString() }));
  });
}

test("[M1] what one client writes another hears, and an erase answers how much is gone", async (context) => {
  const node = await Node.start(context);
  const [ann, bob] = [await enter(context, node, "ann"), await enter(context, node, "bob")];
  assert.deepEqual(await ann.write(steps, { who: "ann", group: "a", x: 1 }), { status: "taken" });
  await heard(bob, "ann", 1);
  assert.equal(await bob.call("erase", null), 1);
  assert.equal(await bob.call("erase", null), 0);
});

test("[M16] messages are counted both ways, with their bytes", async (context) => {
  const node = await Node.start(context);
  const counted = (what: Parameters<typeof node.rooms.counters.get>[0]) =>
    node.rooms.counters.get(what) ?? 0;
  await enter(context, node, "ann");
  const [messages, bytes] = [counted("message_in"), counted("message_in_bytes")];
  assert.ok(messages > 0 && counted("message_out") > 0);
  assert.ok(bytes > messages && counted("message_out_bytes") > counted("message_out"));
  await misuse(node, (socket) => socket.send(new Uint8Array(999).fill(200)));
  assert.equal(counted("message_in"), messages + 1);
  assert.equal(counted("message_in_bytes"), bytes + 999);
});

test("[M13] a cut socket comes back by itself, and what was written meanwhile arrives", async (context) => {
  const node = await Node.start(context);
  const [ann, bob] = [await enter(context, node, "ann"), await enter(context, node, "bob")];
  node.cut();
  await Promise.all([becomes(ann, "offline"), becomes(bob, "offline")]);
  const receipt = ann.write(steps, { who: "ann", group: "a", x: 2 });
  await Promise.all([becomes(ann, "live"), becomes(bob, "live")]);
  assert.deepEqual(await receipt, { status: "taken" });
  await heard(bob, "ann", 2);
});

test("[M14] a message too large, a text and nonsense close their senders only", async (context) => {
  const node = await Node.start(context);
  const ann = await enter(context, node, "ann");
  const large = await misuse(node, (socket) => socket.send(new Uint8Array(20_000)));
  assert.equal(large.code, 1009);
  const text = await misuse(node, (socket) => socket.send("hello"));
  assert.equal(text.code, 4400);
  const nonsense = await misuse(node, (socket) => socket.send(Uint8Array.of(200)));
  assert.equal(nonsense.code, 4400);
  const other = await misuse(node, (socket) => {
    socket.send(hello);
    socket.send(hello.subarray(0, 1));
  });
  assert.equal(other.code, 4400);
  assert.equal(ann.state, "live");
  assert.equal(node.rooms.connections(), 1);
});

function statusOf(url: string, origin: string, headers = {}): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WsSocket(url, { origin, headers });
    socket.on("open", () => (resolve(101), socket.close()));
    socket.on("error", () => undefined);
    socket.on("unexpected-response", (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
  });
}

test("[M14] who sends pongs that nobody asked for is cut off", async (context) => {
  const node = await Node.start(context);
  const socket = new WsSocket(node.url);
  await new Promise((resolve) => void socket.once("open", resolve));
  const closed = new Promise<number>((resolve) => void socket.once("close", resolve));
  socket.on("error", () => {});
  for (let sent = 0; sent < 1_000; sent += 1) socket.pong();
  assert.ok([1006, 4429].includes(await closed));
});

test("[M14] pages of another site are refused, unless they are named", async (context) => {
  const node = await Node.start(context);
  assert.equal(await statusOf(node.url, "https://evil.example"), 403);
  assert.equal(await statusOf(node.url, "null"), 403);
  assert.equal(await statusOf(node.url, "https://friend.example"), 101);
  assert.equal(await statusOf(node.url, new URL(node.url.replace("ws", "http")).origin), 101);
  const { host } = new URL(node.url);
  const inFront = { "x-forwarded-proto": "https" };
  assert.equal(await statusOf(node.url, `http://${host}`, inFront), 403);
  assert.equal(await statusOf(node.url, `https://${host}`, inFront), 101);
  assert.equal(await statusOf(`${node.url}/else`, "https://friend.example"), 404);
});

test("[M14] who asks for what is refused and hangs up does not end the node", async (context) => {
  const node = await Node.start(context);
  const { port } = new URL(node.url);
  const upgrade = `GET ${ROOMS_PATH} HTTP/1.1\r\nHost: x\r\nOrigin: https://evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
  for (let i = 0; i < 20; i += 1) {
    await new Promise<void>((resolve) => {
      const socket = connectTcp(Number(port), "127.0.0.1", () => {
        socket.write(upgrade, () => socket.resetAndDestroy());
      });
      socket.on("error", () => undefined);
      socket.on("close", () => resolve());
    });
  }
  await enter(context, node, "ann");
});

/** Of a megabyte each, once: what a flood of standings would have to wait with. */
const loud: Partial<Opening> = {
  start: (room) => ({
    ...walkOpening.start(room),
    notes: Array.from({ length: NOTES }, (_, i) => {
      const note = { name: `n${i}`, body: new Uint8Array(NOTE_BYTES_MAX) };
      let isMade = false;
      const make = () => (isMade ? null : ((isMade = true), note));
      return { audience: "a", everyMs: 10, make };
    }),
  }),
};

test("[M14] a client that joins and leaves and never reads costs one standing and no more", async (context) => {
  const node = await Node.start(context, loud);
  await enter(context, node, "ann");
  const grant = { person: "eve", rights: [], about: { group: "a" }, expiresAt: endsAt };
  const token = await signToken(walkOpening.tokenKey, WALK, grant);
  const mute = new WsSocket(node.url);
  await new Promise((resolve) => mute.once("open", resolve));
  mute.send(hello);
  mute.pause();
  let mostBytes = 0;
  for (let i = 0; i < 40; i += 1) {
    mute.send(encodeMessage({ is: "join", channel: 1, ...WALK, token, ...NOTHING_KNOWN }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    mostBytes = Math.max(mostBytes, node.unsentBytes);
    mute.send(encodeMessage({ is: "leave", channel: 1 }));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.ok(mostBytes > 0, "the control: something waited");
  assert.ok(mostBytes < NOTES * NOTE_BYTES_MAX + 2 * QUEUED_BYTES_MAX, `${mostBytes} bytes waited`);
  mute.terminate();
});

test("[M1] a node that stops tells its clients, which try again", async (context) => {
  const node = await Node.start(context);
  const ann = await enter(context, node, "ann");
  const told = misuse(node, (socket) => socket.send(hello));
  await new Promise<void>((resolve) => {
    const look = (): void => void (node.rooms.connections() === 2 ? resolve() : setImmediate(look));
    look();
  });
  await node.stop();
  assert.deepEqual(await told, { code: 4503, reason: "this node is stopping" });
  await becomes(ann, "offline");
});
