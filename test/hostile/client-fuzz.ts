/**
 * Damaged messages of every kind that a node sends, to a client with a real room behind it. What a
 * batch says the node has signed: damaged it shows nothing. The other messages nobody signs, what
 * carries them keeps them whole: damaged they may say something else, and are no bug of the client.
 * What is nonsense, but signed, makes it join anew as well.
 *
 *   batch ─► damage ─► unreadable: the connection closes
 *                 └──► readable: the client joins anew │ of another room or opening: nothing
 */
import { generateKeys, type Identity, Malformed, openIdentity, Verifier } from "@muster/replica";
import { decodeMessage, encodeMessage, type Message } from "@muster/rooms/wire";
import { Backoff } from "../../packages/rooms/src/backoff.ts";
import { signedBatch } from "../../packages/rooms/src/batch-signature.ts";
import { GATHER_MS } from "../../packages/rooms/src/limits.ts";
import type { SignedBatch } from "../../packages/rooms/src/link.ts";
import type { Owner } from "../../packages/rooms/src/owner.ts";
import { RoomReplica } from "../../packages/rooms/src/room-replica.ts";
import { roomKey } from "../../packages/rooms/src/token.ts";
import { FakeTimers } from "../../packages/rooms/test/fake-timers.ts";
import {
  Author,
  LIFETIME_MS,
  openWalk,
  paces,
  steps,
  unsigned,
  WALK,
  walker,
} from "../../packages/rooms/test/walk.ts";
import { mutated, type Random, seeded } from "./mutation.ts";

const CHANNEL = 1;
const GROUP = "a";
const TOLD = ["joined", "frame", "batch", "taken", "answer", "left", "beat"] as const;
type Told = (typeof TOLD)[number];
/** Beside whole messages: of a batch only what is signed; and that, signed by the node all the same. */
const CRIMES = [...TOLD, "body", "signed nonsense"] as const;
type Crime = (typeof CRIMES)[number];
type Verdict = "unreadable" | "anew" | "nothing" | "shown";

export interface ClientReport {
  readonly found: Readonly<Record<Crime, Readonly<Record<Verdict, number>>>>;
  readonly controls: number;
  readonly controlsFollowed: number;
  readonly bugs: readonly string[];
}

interface Bench {
  readonly identity: Identity;
  readonly timers: FakeTimers;
  /** What a client is told when it joins, before the batches. */
  readonly joined: Message<"joined">;
  readonly batches: readonly Message<"batch">[];
  readonly messages: Readonly<Record<Told, Message>>;
  /** What the client shows after the batches. */
  readonly after: string;
}

/** `each` damaged messages of every kind, by the seed. */
export async function fuzzClient(each: number, seed: number): Promise<ClientReport> {
  const bench = await openBench();
  const random = seeded(seed);
  const bugs: string[] = [];
  const found = Object.fromEntries(
    CRIMES.map((crime) => [crime, { unreadable: 0, anew: 0, nothing: 0, shown: 0 }]),
  ) as Record<Crime, Record<Verdict, number>>;
  let controlsFollowed = 0;
  for (let tries = 0; tries < each; tries += 1) {
    for (const crime of CRIMES) {
      const bytes = await commit(bench, crime, random);
      try {
        found[crime][await verdictOn(bench, crime, bytes)] += 1;
      } catch (error) {
        bugs.push(`${crime}: ${String(error)}: ${Buffer.from(bytes).toString("hex")}`);
      }
    }
    if (await isFollowed(bench, random)) controlsFollowed += 1;
  }
  return { found, controls: each, controlsFollowed, bugs };
}

async function commit(bench: Bench, crime: Crime, random: Random): Promise<Uint8Array> {
  const batch = bench.batches.at(-1)!;
  if (crime !== "body" && crime !== "signed nonsense") {
    return mutated(encodeMessage(bench.messages[crime]), random);
  }
  const body = mutated(batch.body, random);
  if (crime === "body") return encodeMessage({ ...batch, body });
  const { counter, nonce } = batch;
  const signed = signedBatch({ room: roomKey(WALK), fence: { counter, nonce }, body });
  return encodeMessage({ ...batch, body, signature: await bench.identity.sign(signed) });
}

async function openBench(): Promise<Bench> {
  const timers = new FakeTimers();
  const identity = await openIdentity(await generateKeys());
  const owner = await openWalk(timers, { identity });
  const told: SignedBatch[] = [];
  owner.listenBatches({ wants: (audience) => audience === GROUP, hears: (one) => told.push(one) });
  const [ann, bob] = [new Author(2, timers), new Author(3, timers)];
  const pace = async (who: string, author: Author, x: number): Promise<void> => {
    const before = told.length;
    await owner.admit(walker(who, GROUP), await author.pace(who, GROUP, x));
    // Signed by real keys: not in the time that timers go by.
    while (told.length === before) await timers.pass(GATHER_MS);
  };
  await pace("ann", ann, 1);
  const joined = joinedOf(owner, timers, identity);
  told.length = 0;
  await pace("bob", bob, 5);
  await pace("ann", ann, 2);
  const of = { channel: CHANNEL, ...owner.fence } as const;
  const batches = told.map(({ body, signature }): Message<"batch"> => {
    const { counter, nonce } = owner.fence;
    return { is: "batch", channel: CHANNEL, counter, nonce, body, signature };
  });
  const step = await ann.step("ann", GROUP, 3);
  const note = { name: "note", body: Uint8Array.of(1, 2, 3) };
  const answered = { channel: CHANNEL, request: 1, code: "", reason: "" } as const;
  const messages: Record<Told, Message> = {
    joined,
    frame: { is: "frame", ...of, erasedWallMs: 0, erasedCount: 0, records: [step], notes: [note] },
    batch: batches.at(-1)!,
    taken: { is: "taken", ...answered },
    answer: { is: "answer", ...answered, result: Uint8Array.of(1) },
    left: { is: "left", channel: CHANNEL, code: "unavailable", reason: "soon" },
    beat: { is: "beat", nowMs: timers.now() },
  };
  return { identity, timers, joined, batches, messages, after: JSON.stringify({ ann: 2, bob: 5 }) };
}

function joinedOf(owner: Owner, timers: FakeTimers, { publicKey }: Identity): Message<"joined"> {
  const { fence, records, erased, rolls, notes } = owner.welcome([GROUP], []);
  return {
    is: "joined",
    channel: CHANNEL,
    ...fence,
    nowMs: timers.now(),
    erasedWallMs: erased.wallMs,
    erasedCount: erased.count,
    records: records.map(({ record }) => record.bytes),
    notes,
    nodeKey: publicKey,
    rolls,
  };
}

/** A client that checks signatures. */
function openClient({ timers }: Bench): RoomReplica {
  const options = { ...WALK, token: "t", models: [paces, steps], lifetimeMs: LIFETIME_MS };
  return new RoomReplica(
    { ...options, identity: unsigned(9) },
    {
      channel: CHANNEL,
      timers,
      verifier: new Verifier(),
      pace: { take: () => true, queue: (send) => send() },
      backoff: new Backoff(() => 1),
      offsetMs: () => 0,
      isInDoubt: () => false,
      send: () => undefined,
      forget: () => undefined,
    },
  );
}

/** A client has joined, and hears all but the last of the batches; then this. */
async function verdictOn(bench: Bench, crime: Crime, bytes: Uint8Array): Promise<Verdict> {
  const message = read(bytes);
  if (message === null) return "unreadable";
  const room = openClient(bench);
  try {
    if (crime !== "joined") await hear(room, [bench.joined, ...bench.batches.slice(0, -1)]);
    const before = shownBy(room);
    // As the connection gives them to its rooms.
    if ("channel" in message && message.channel === CHANNEL) await room.take(message);
    if (shownBy(room) !== before) return "shown";
    return room.state === "live" ? "nothing" : "anew";
  } finally {
    room.close();
  }
}

/** Undamaged: all of the batches, or the last of them twice. */
async function isFollowed(bench: Bench, random: Random): Promise<boolean> {
  const room = openClient(bench);
  await hear(room, [bench.joined, ...bench.batches]);
  if (random() < 0.5) await hear(room, bench.batches.slice(-1));
  const isShown = shownBy(room) === bench.after && room.state === "live";
  room.close();
  return isShown;
}

async function hear(room: RoomReplica, messages: readonly Message[]): Promise<void> {
  // As over a line: a copy of the bytes each time.
  for (const message of messages) await room.take(decodeMessage(encodeMessage(message)));
}

function shownBy(room: RoomReplica): string {
  const all = [...room.space.view(paces)].map(([who, { value }]) => [who, value.x] as const);
  return JSON.stringify(Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1))));
}

function read(bytes: Uint8Array): Message | null {
  try {
    return decodeMessage(bytes);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}
