/**
 * Damaged messages of every kind that a client may send, to an edge with a real march behind it.
 * What a message says may stay the same, as where only the client's own number for its room has
 * changed; whatever else it says has been signed or sealed by nobody, and must not be done.
 *
 *   message ─► damage ─► unreadable: closed as `bad_message`
 *                   └──► readable: says the same │ refused by name │ accepted: a fault
 */
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { Malformed } from "@muster/replica";
import { signToken } from "@muster/rooms";
import { decodeMessage, encodeMessage, type Message, WIRE_VERSION } from "@muster/rooms/wire";
import { argumentsIn, eraseArguments } from "../../apps/march/test/fake-call.ts";
import {
  keyHolder,
  type OpenMarch,
  openMarch,
  SQUARE,
  signedPosition,
} from "../../apps/march/test/fake-march.ts";
import { Edge } from "../../packages/rooms/src/edge.ts";
import { FakeSocket } from "../../packages/rooms/test/fake-socket.ts";
import { heldMB } from "./memory.ts";
import { mutated, type Random, seeded } from "./mutation.ts";

const CHANNEL = 1;
/** What a client says it knows of the march's rolls: its own business, whatever it says. */
const KNOWN = { counter: 1, nonce: 1, known: [{ roll: 1, seq: 1 }] } as const;
/** Messages that a connection takes at once are 60; the clock of these tests stands still. */
const USES_MAX = 20;
/** How long after an erase the next one counts for sure. */
const ERASE_AGAIN_MS = 6_000;
export const SENDABLE = ["hello", "join", "write", "call", "leave", "here"] as const;
type Sendable = (typeof SENDABLE)[number];

export interface WireReport {
  readonly tried: Readonly<Record<Sendable, number>>;
  readonly unreadable: number;
  readonly same: number;
  readonly refused: number;
  readonly accepted: number;
  readonly acceptedTexts: readonly string[];
  readonly controls: number;
  readonly controlsAccepted: number;
  readonly bugs: number;
  readonly growthMB: number;
}

interface Bench {
  readonly open: OpenMarch;
  readonly edge: Edge;
  readonly bugs: unknown[];
  readonly ann: Awaited<ReturnType<typeof keyHolder>>;
  readonly record: Uint8Array;
  readonly messages: Readonly<Record<Sendable, Uint8Array>>;
}

/** `each` damaged messages of every kind, by the seed. */
export async function fuzzWire(each: number, seed: number): Promise<WireReport> {
  const bench = await openBench();
  const random = seeded(seed);
  const counts = { unreadable: 0, same: 0, refused: 0, accepted: 0 };
  const acceptedTexts: string[] = [];
  // Once through, so that code and tables are warm before memory is compared.
  for (const is of SENDABLE) await batch(bench, is, { count: 50, random });
  const before = await heldMB();
  for (const is of SENDABLE) {
    const found = await batch(bench, is, { count: each, random });
    for (const verdict of ["unreadable", "same", "refused", "accepted"] as const) {
      counts[verdict] += found.filter((one) => one.verdict === verdict).length;
    }
    const bad = found.filter(({ verdict }) => verdict === "accepted");
    acceptedTexts.push(...bad.slice(0, 5).map(({ bytes }) => `${is}: ${hex(bytes)}`));
  }
  for (const { record } of bench.open.owner.space.records()) {
    assert.deepEqual(record.bytes, bench.record, "something else was written");
  }
  const growthMB = Math.round(((await heldMB()) - before) * 10) / 10;
  const controlsAccepted = await controls(await signedAnew(bench));
  const tried = Object.fromEntries(SENDABLE.map((is) => [is, each])) as Record<Sendable, number>;
  const bugs = bench.bugs.length;
  const report = { tried, ...counts, acceptedTexts, bugs, growthMB };
  return { ...report, controls: SENDABLE.length, controlsAccepted };
}

async function openBench(): Promise<Bench> {
  const open = await openMarch();
  const bugs: unknown[] = [];
  const { host, timers, owner } = open;
  const edge = new Edge({ host, timers, onError: (error) => bugs.push(error) });
  const ann = await keyHolder();
  owner.checkEntry(ann.grant);
  return { edge, bugs, ...(await said(open, ann)) };
}

/** An erase that only said the same may have been done: what it covers is not taken again. */
async function signedAnew(bench: Bench): Promise<Bench> {
  const { open, ann } = bench;
  open.timers.advance(ERASE_AGAIN_MS);
  return { ...bench, ...(await said(open, ann)) };
}

/** What Ann says, and the steward signs, now. */
async function said(open: OpenMarch, ann: Bench["ann"]): Promise<Omit<Bench, "edge" | "bugs">> {
  const { grant, identity } = ann;
  const { id, tokenKey } = open.march;
  const token = await signToken(tokenKey, { kind: "march", id }, grant);
  const position = { person: grant.person, contingent: "Tenants", place: SQUARE };
  const record = await signedPosition(open, identity, position);
  const args = await eraseArguments(open);
  const messages = {
    hello: encodeMessage({ is: "hello", version: WIRE_VERSION }),
    join: encodeMessage({ is: "join", channel: CHANNEL, kind: "march", id, token, ...KNOWN }),
    write: encodeMessage({ is: "write", channel: CHANNEL, request: 1, record }),
    call: encodeMessage({ is: "call", channel: CHANNEL, request: 2, name: "erase", args }),
    leave: encodeMessage({ is: "leave", channel: CHANNEL }),
    here: encodeMessage({ is: "here" }),
  };
  return { open, ann, record, messages };
}

interface Line {
  readonly socket: FakeSocket;
  readonly connection: NonNullable<ReturnType<Edge["open"]>>;
  uses: number;
}

/** A connection on which a message of this kind may come next. */
async function lineFor({ edge, messages }: Bench, is: Sendable): Promise<Line> {
  const socket = new FakeSocket();
  const connection = edge.open(socket);
  assert.ok(connection !== null, "the edge is full");
  if (is !== "hello") await connection.receive(messages.hello);
  if (is !== "hello" && is !== "join") await connection.receive(messages.join);
  return { socket, connection, uses: 0 };
}

type Verdict = "unreadable" | "same" | "refused" | "accepted";
interface Judged {
  readonly bytes: Uint8Array;
  readonly verdict: Verdict;
}

async function batch(
  bench: Bench,
  is: Sendable,
  { count, random }: { readonly count: number; readonly random: Random },
): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  let line: Line | null = null;
  for (let tries = 0; tries < count; tries += 1) {
    line ??= await lineFor(bench, is);
    const bytes = mutated(bench.messages[is], random);
    line.socket.frames.length = 0;
    await line.connection.receive(bytes);
    judged.push({ bytes, verdict: verdictOn(bench, is, { bytes, socket: line.socket }) });
    line.uses += 1;
    const isUsed = is === "hello" || is === "join" || is === "leave" || line.uses >= USES_MAX;
    if (!isUsed && line.socket.closed === null) continue;
    line.connection.closed();
    line = null;
  }
  line?.connection.closed();
  assert.equal(bench.edge.connections, 0, "a connection is left");
  return judged;
}

function verdictOn(
  { messages }: Bench,
  is: Sendable,
  { bytes, socket }: { readonly bytes: Uint8Array; readonly socket: FakeSocket },
): Verdict {
  const said = read(bytes);
  if (said === null) return socket.closed?.code === 4400 ? "unreadable" : "accepted";
  if (saysTheSame(decodeMessage(messages[is]), said)) return "same";
  const isDone =
    socket.sent("joined").length > 0 ||
    socket.sent("taken").some(({ code }) => code === "") ||
    socket.sent("answer").some(({ code }) => code === "") ||
    (said.is === "hello" && socket.closed === null);
  return isDone ? "accepted" : "refused";
}

function read(bytes: Uint8Array): Message | null {
  try {
    return decodeMessage(bytes);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

/** A client's own numbers are its own business; so is what says nothing. */
function saysTheSame(before: Message, after: Message): boolean {
  if (after.is === "here" || after.is === "leave") return true;
  // Said before, and not gone back on.
  if (after.is === "hello" && after.version === WIRE_VERSION) return true;
  return isDeepStrictEqual(meaningOf(before), meaningOf(after));
}

function meaningOf(message: Message): unknown {
  if (message.is === "call") return [message.is, message.name, argumentsIn(message.args)];
  if (message.is === "write") return [message.is, Buffer.from(message.record)];
  if (message.is === "join") return [message.is, message.kind, message.id, message.token];
  return message;
}

/** Each message as it was, in order: how many are heeded. */
async function controls(bench: Bench): Promise<number> {
  const { socket, connection } = await lineFor(bench, "hello");
  for (const is of ["hello", "join", "write", "call", "here"] as const) {
    await connection.receive(bench.messages[is]);
  }
  const isHere = socket.closed === null;
  const isJoined = socket.sent("joined").length === 1;
  const isTaken = socket.sent("taken").some(({ code }) => code === "");
  const isErased = socket.sent("answer").some(({ code }) => code === "");
  await connection.receive(bench.messages.leave);
  socket.frames.length = 0;
  await connection.receive(bench.messages.write);
  const isLeft = socket.frames.length === 0 && socket.closed === null;
  connection.closed();
  return [isHere, isHere && isJoined, isJoined, isTaken, isErased, isLeft].filter(Boolean).length;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex").slice(0, 400);
}
