/**
 * One client that means harm, as a process: it pumps messages, damaged records among them, dials
 * again whenever it is closed, forges sessions, and sends frames of a megabyte. It reads what to
 * attack as one JSON line, and tells what it did when its standard input ends.
 */
import { generateKeys, MemoryStore, openIdentity, Space, Verifier } from "@muster/replica";
import { systemTimers } from "@muster/rooms";
import { decodeMessage, encodeMessage, WIRE_VERSION } from "@muster/rooms/wire";
import { WebSocket } from "ws";
import { placeOf, positions } from "../../apps/march/src/model.ts";
import { MarchApi } from "../../apps/march/src/simulate/api.ts";
import { readLines, writeLine } from "../../apps/march/src/simulate/json-lines.ts";
import { mutated, seeded } from "./mutation.ts";

export interface Target {
  readonly url: string;
  readonly march: string;
  readonly invite: string;
  readonly messagesPerSecond: number;
}

export interface Attacked {
  readonly seconds: number;
  /** Messages a second. */
  readonly asked: number;
  readonly messages: number;
  readonly connections: number;
  readonly forged: number;
  readonly forgedAccepted: number;
  readonly megabyteFrames: number;
  /** How often each code closed a connection. */
  readonly closed: Readonly<Record<string, number>>;
}

const PUMP_MS = 10;
const PUMPS = 8;
const FORGE_EVERY_MS = 50;
const FRAME_EVERY_MS = 200;
/** Messages that go to one connection before the next is dialled, closed or not. */
const PER_CONNECTION_MAX = 200;
const SEED = 11;
/** Of the march's rolls. */
const UNKNOWN = { counter: 0, nonce: 0, known: [] } as const;

const count = {
  asked: 0,
  messages: 0,
  connections: 0,
  forged: 0,
  forgedAccepted: 0,
  megabyteFrames: 0,
};
const closed: Record<string, number> = {};
const random = seeded(SEED);
/** When the first message was due. */
let since = Number.NaN;

async function attack(target: Target): Promise<void> {
  const { url, march, messagesPerSecond } = target;
  count.asked = messagesPerSecond;
  const { token, record } = await enter(target);
  const hello = encodeMessage({ is: "hello", version: WIRE_VERSION });
  const joinWith = (session: string) =>
    encodeMessage({ is: "join", channel: 1, kind: "march", id: march, token: session, ...UNKNOWN });
  // The last bit of the signature is another: all that is cheap to check is right.
  const unsigned = record.with(record.length - 1, (record.at(-1) ?? 0) ^ 1);
  const write = encodeMessage({ is: "write", channel: 1, request: 1, record: unsigned });
  const here = encodeMessage({ is: "here" });
  since = performance.now();
  const rooms = `${url.replace(/^http/, "ws")}/rooms`;
  const first = [hello, joinWith(token)];
  for (let pumps = 0; pumps < PUMPS; pumps += 1) {
    // Whoever sends a record that does not fit is closed for that: the others are, for how much.
    const message = pumps % 2 === 0 ? write : here;
    pump({ rooms, first, message, each: (messagesPerSecond * PUMP_MS) / 1000 / PUMPS });
  }
  setInterval(() => void forge({ rooms, hello, joinWith, token, url, march }), FORGE_EVERY_MS);
  setInterval(() => {
    count.megabyteFrames += 1;
    dial(rooms, [new Uint8Array(1_000_000)]);
  }, FRAME_EVERY_MS);
}

interface Entered {
  readonly token: string;
  /** One that would be taken. */
  readonly record: Uint8Array;
}

async function enter({ url, march, invite }: Target): Promise<Entered> {
  const identity = await openIdentity(await generateKeys());
  const contingent = "contingent-1";
  const asked = { identity, contingent };
  const joined = await new MarchApi(url, systemTimers).joinWithKey(march, invite, asked);
  const { person, token, lifetimeMs } = joined;
  const space = new Space({
    name: `march/${march}`,
    models: [positions],
    store: new MemoryStore(),
    clock: systemTimers,
    identity,
    verifier: new Verifier(),
    lifetimeMs,
  });
  const written = await space.write(positions, { person, contingent, place: placeOf(40.7, -74) });
  return { token, record: written.bytes };
}

interface Pumping {
  readonly rooms: string;
  /** What a connection begins with. */
  readonly first: readonly Uint8Array[];
  readonly message: Uint8Array;
  /** How many go out each time. */
  readonly each: number;
}

/** Pumps messages into one connection after the other, as fast as asked. */
function pump({ rooms, first, message, each }: Pumping): void {
  let [socket, sent, due] = [dial(rooms, first), 0, 0];
  setInterval(() => {
    due += each;
    if (socket.readyState > WebSocket.OPEN || sent >= PER_CONNECTION_MAX) {
      socket.terminate();
      [socket, sent] = [dial(rooms, first), 0];
    }
    if (socket.readyState !== WebSocket.OPEN) return;
    // What could not go out while it dialled goes out now, up to what one connection is given.
    const now = Math.min(Math.floor(due), PER_CONNECTION_MAX);
    for (let left = now; left > 0; left -= 1) socket.send(message);
    [sent, due] = [sent + now, due - now];
    count.messages += now;
  }, PUMP_MS);
}

/** Sends these as soon as it is open. */
function dial(rooms: string, first: readonly Uint8Array[]): WebSocket {
  count.connections += 1;
  const socket = new WebSocket(rooms, { perMessageDeflate: false });
  socket.on("open", () => {
    for (const bytes of first) socket.send(bytes);
  });
  socket.on("error", () => undefined);
  socket.on("close", (code) => {
    closed[code] = (closed[code] ?? 0) + 1;
  });
  return socket;
}

interface Forging extends Pick<Target, "url" | "march"> {
  readonly rooms: string;
  readonly hello: Uint8Array;
  readonly joinWith: (session: string) => Uint8Array;
  readonly token: string;
}

async function forge({ rooms, hello, joinWith, token, url, march }: Forging): Promise<void> {
  count.forged += 1;
  const [head = "", claims = "", signature = ""] = token.split(".");
  const other = Buffer.from(mutated(Buffer.from(claims, "base64url"), random)).toString(
    "base64url",
  );
  const forged = `${head}.${other}.${signature}`;
  const socket = dial(rooms, [hello, joinWith(forged)]);
  socket.on("message", (data) => {
    if (decodeMessage(data as Buffer).is === "joined") count.forgedAccepted += 1;
    socket.terminate();
  });
  const headers = { authorization: `Bearer ${forged}`, "content-type": "application/json" };
  const init = { method: "POST", headers, body: '{"lastPing":-1}' };
  const answer = await fetch(`${url}/march/${march}/locations/update`, init).catch(() => null);
  if (answer?.ok === true) count.forgedAccepted += 1;
  await answer?.arrayBuffer().catch(() => undefined);
}

process.stdin.on("close", () => {
  const seconds = Math.round((performance.now() - since) / 100) / 10;
  process.stdout.write(`${JSON.stringify({ seconds, ...count, closed })}\n`, () => process.exit());
});
readLines(process.stdin, (line) => {
  attack(line as Target).catch((error: unknown) => {
    writeLine(process.stdout, { failure: String(error) });
    process.exit(1);
  });
});
