import assert from "node:assert/strict";
import test from "node:test";
import { authorOf, isRestated } from "@muster/replica";
import { FakeTimers, settle } from "../test/fake-timers.ts";
import { Author, LIFETIME_MS, openWalk, paces, unsigned, WALK, walker } from "../test/walk.ts";
import { Backoff } from "./backoff.ts";
import { decodeBatch, encodeBatch } from "./batch.ts";
import { EXPIRE_MS, FLUSH_MS, GATHER_MS, REFILL_MS_MAX } from "./limits.ts";
import type { SignedBatch } from "./link.ts";
import { RoomReplica } from "./room-replica.ts";
import type { Message, MessageName } from "./wire.ts";

/**
 * A client that hears group "a" of a real room. What the node tells it is given to it by hand. The
 * room is opened so long after a slot's edge, and the client so long after the room.
 */
async function setUp({ ownerMs = 0, clientMs = 0 } = {}) {
  const timers = new FakeTimers();
  await timers.pass(ownerMs);
  const owner = await openWalk(timers);
  await timers.pass(clientMs);
  const sent: Message[] = [];
  const batches: SignedBatch[] = [];
  const state = { isForged: false, isSlow: false, checks: Promise.resolve() };
  const options = { ...WALK, token: "t", models: [paces], lifetimeMs: LIFETIME_MS };
  const room = new RoomReplica(
    { ...options, identity: unsigned(9) },
    {
      channel: 1,
      timers,
      verifier: {
        verify: async () => {
          await state.checks;
          if (state.isSlow) for (let i = 0; i < 20; i += 1) await Promise.resolve();
          return !state.isForged;
        },
      },
      pace: { take: () => true, queue: (send) => send() },
      backoff: new Backoff(() => 1),
      offsetMs: () => 0,
      isInDoubt: () => false,
      send: (message) => sent.push(message),
      forget: () => undefined,
    },
  );
  owner.listenBatches({
    wants: (audience) => audience === "a",
    hears: (batch) => batches.push(batch),
  });
  const ofKind = <Name extends MessageName>(is: Name): Message<Name>[] =>
    sent.filter((message) => message.is === is) as Message<Name>[];
  const join = async (fence = owner.fence): Promise<Message<"joined">> => {
    room.join();
    const { known, counter } = ofKind("join").at(-1)!;
    const isKnown = fence === owner.fence && counter === fence.counter;
    const welcome = owner.welcome(["a"], isKnown ? known : []);
    const { fence: _, erased, records, ...told } = welcome;
    const joined: Message<"joined"> = {
      is: "joined",
      channel: 1,
      ...fence,
      nowMs: timers.now(),
      ...told,
      erasedWallMs: erased.wallMs,
      erasedCount: erased.count,
      records: records.map(({ record }) => record.bytes),
    };
    await room.take(joined);
    return joined;
  };
  const hear = ({ body, signature }: SignedBatch): Promise<void> =>
    room.take({ is: "batch", channel: 1, ...owner.fence, body, signature });
  const authors = new Map<string, Author>();
  /** Someone takes a step, and the node tells of it: by the batch that is returned. */
  const pace = async (who: string, x: number, group = "a"): Promise<SignedBatch> => {
    await timers.pass(1);
    const author = authors.get(who) ?? new Author(2 + authors.size, timers);
    authors.set(who, author);
    await owner.admit(walker(who, group), await author.pace(who, group, x));
    await timers.pass(GATHER_MS);
    return batches.at(-1)!;
  };
  const held = () =>
    Object.fromEntries([...room.space.view(paces)].map(([who, { value }]) => [who, value.x]));
  return { timers, owner, room, state, join, hear, pace, held, ofKind };
}

/** Of what a standing tells of rolls, in bytes. */
const sizeOf = ({ rolls }: Message<"joined">) => rolls.reduce((sum, { length }) => sum + length, 0);

test("[M25] a client shows who is there when it joins, and then what numbers tell", async () => {
  const { room, join, hear, pace, held } = await setUp();
  await pace("ann", 1);
  await join();
  await hear(await pace("ann", 2));
  await hear(await pace("bob", 7));
  assert.deepEqual(held(), { ann: 2, bob: 7 });
  assert.equal(room.state, "live");
});

test("[M25] what numbers told is what was signed, but for the signature", async () => {
  const { owner, room, join, hear, pace } = await setUp();
  await pace("ann", 1);
  await join();
  await hear(await pace("ann", 2));
  const [told] = [...room.space.records()];
  const [signed] = [...owner.space.records()];
  assert.ok(told !== undefined && signed !== undefined);
  assert.deepEqual(told.entry, signed.entry);
  assert.deepEqual([...told.record.body], [...signed.record.body]);
  assert.deepEqual([isRestated(told.record), isRestated(signed.record)], [true, false]);
});

test("[M25] a batch that the node did not sign shows nothing, and the client joins anew", async () => {
  const { timers, room, state, join, hear, pace, held, ofKind } = await setUp();
  await pace("ann", 1);
  await join();
  state.isForged = true;
  await hear(await pace("ann", 2));
  assert.deepEqual(held(), { ann: 1 });
  assert.deepEqual([room.state, room.fault?.code], ["offline", "conflict"]);
  assert.equal(ofKind("leave").length, 1);
  state.isForged = false;
  await timers.pass(250);
  await join();
  assert.deepEqual([held(), room.state], [{ ann: 2 }, "live"]);
});

test("[M25] a batch that is missing is noticed with the next, and made up for by joining anew", async () => {
  const { room, join, hear, pace, held } = await setUp();
  await pace("ann", 1);
  await join();
  await hear(await pace("ann", 2));
  await pace("bob", 1);
  await hear(await pace("ann", 3));
  assert.equal(room.state, "offline");
  await join();
  assert.deepEqual(held(), { ann: 3, bob: 1 });
});

test("[M25] late and repeated batches move nobody back, and slow checks overtake nothing", async () => {
  const { room, state, join, hear, pace, held } = await setUp();
  await pace("ann", 1);
  await join();
  const batches = [await pace("ann", 2), await pace("ann", 3), await pace("ann", 4)];
  state.isSlow = true;
  const first = hear(batches[0]!);
  state.isSlow = false;
  await Promise.all([first, hear(batches[1]!), hear(batches[2]!)]);
  for (const batch of batches) await hear(batch);
  assert.deepEqual([held(), room.state], [{ ann: 4 }, "live"]);
});

test("[M25] [M19] who comes back is told what changed, in few bytes, and lets go of who left", async () => {
  const { room, join, hear, pace, held } = await setUp();
  for (const who of ["ann", "bob", "eve"]) await pace(who, 1);
  const whole = await join();
  await hear(await pace("ann", 2));
  room.lost();
  await pace("bob", 2);
  await pace("eve", 2, "b");
  const again = await join();
  assert.ok(sizeOf(again) < 30 && sizeOf(whole) > 300, `${sizeOf(whole)}, ${sizeOf(again)} bytes`);
  assert.deepEqual(held(), { ann: 2, bob: 2 });
});

test("[M25] what a batch told while the connection broke is shown with the next standing", async () => {
  const { room, join, hear, pace, held } = await setUp();
  await pace("ann", 1);
  await pace("bob", 1);
  await join();
  const stop = room.space.subscribe(paces, () => room.lost());
  await Promise.all([hear(await pace("ann", 2)), settle()]);
  stop();
  await join();
  assert.deepEqual(held(), { ann: 2, bob: 1 });
});

test("[M25] an erase clears what numbers told, and it does not come back", async () => {
  const { owner, room, join, hear, pace, held } = await setUp();
  await pace("ann", 1);
  await join();
  const late = await pace("ann", 2);
  await owner.erase(() => true);
  const { wallMs: erasedWallMs, count: erasedCount } = owner.space.watermark;
  const { fence } = owner;
  const frame = { is: "frame", channel: 1, ...fence, erasedWallMs, erasedCount } as const;
  await room.take({ ...frame, records: [], notes: [] });
  await hear(late);
  assert.deepEqual(held(), {});
  await hear(await pace("bob", 1));
  assert.deepEqual(held(), { bob: 1 });
});

test("[M25] what was told before an erase follows, though it is checked only after", async () => {
  const { timers, owner, room, state, join, hear, pace, held } = await setUp();
  await pace("ann", 1);
  await join();
  const late = await pace("ann", 2);
  const { promise: checks, resolve } = Promise.withResolvers<void>();
  state.checks = checks;
  const heard = hear(late);
  await owner.erase(() => true);
  const { wallMs: erasedWallMs, count: erasedCount } = owner.space.watermark;
  const frame = { is: "frame", channel: 1, ...owner.fence, erasedWallMs, erasedCount } as const;
  await room.take({ ...frame, records: [], notes: [] });
  await timers.pass(EXPIRE_MS);
  resolve();
  await heard;
  await hear(await pace("bob", 1));
  assert.deepEqual([held(), room.state], [{ bob: 1 }, "live"]);
});

test("[M25] what numbers told expires by itself", async () => {
  const { timers, join, hear, pace, held } = await setUp();
  await pace("ann", 1);
  await join();
  await hear(await pace("ann", 2));
  await timers.pass(LIFETIME_MS - 20_000);
  assert.deepEqual(held(), { ann: 2 });
  await timers.pass(30_000);
  assert.deepEqual(held(), {});
});

for (const isOwnerFirst of [false, true]) {
  const first = isOwnerFirst ? "the node" : "the client";
  test(`[M25] who moves as they expire, which ${first} notices first, costs nobody a connection`, async () => {
    // Each looks every 500 ms for what has expired.
    const phase = { ownerMs: isOwnerFirst ? 0 : 400, clientMs: 200 };
    const { timers, owner, room, join, hear, pace, held } = await setUp(phase);
    await pace("ann", 1);
    await join();
    await hear(await pace("bob", 1));
    await timers.pass(LIFETIME_MS - 15_000);
    await hear(await pace("bob", 2));
    const holds = (space: typeof room.space) => space.view(paces).has("ann");
    const isNoticed = () => !holds(isOwnerFirst ? owner.space : room.space);
    while (!isNoticed()) await timers.pass(10);
    assert.notEqual(holds(owner.space), holds(room.space), "the other has not");
    await hear(await pace("ann", 2));
    assert.deepEqual([room.state, held()], ["live", { ann: 2, bob: 2 }]);
  });
}

test("[M25] what is still under way when a client joins anew costs it nothing", async () => {
  const { timers, room, join, hear, pace, held, ofKind } = await setUp();
  await pace("ann", 1);
  await join();
  await pace("bob", 1);
  const late = [];
  for (let x = 2; x < 8; x += 1) late.push(await pace("ann", x));
  await hear(late[0]!);
  assert.equal(room.state, "offline");
  await timers.pass(300);
  const joins = ofKind("join").length;
  for (const batch of late.slice(1)) await hear(batch);
  assert.deepEqual([ofKind("leave").length, ofKind("join").length], [1, joins]);
  await join();
  assert.deepEqual([room.state, held()], ["live", { ann: 7, bob: 1 }]);
});

test("[M25] nonsense that the node signed makes a client join anew, and is no bug of it", async () => {
  const { owner, room, join, pace, held } = await setUp();
  await pace("ann", 1);
  const [{ record } = assert.fail()] = owner.space.records();
  const noCbor = record.bytes.slice();
  noCbor[noCbor.indexOf(record.body[0]!, noCbor.length - 64 - record.body.length)] = 0xff;
  for (const nonsense of [
    { moved: [{ number: 0, wallMs: 9, count: 0, early: 2 ** 50, numbers: [1] }] },
    { moved: [{ number: 0, wallMs: 9, count: 0, early: 0, numbers: [1, 2] }] },
    { named: [{ number: 1, record: noCbor }] },
    { named: [{ number: 1, record: Uint8Array.of(1) }] },
  ]) {
    const { rolls } = await join();
    assert.equal(room.state, "live");
    const { roll, seq } = decodeBatch(rolls[0]!);
    const nothing = { named: [], gone: [], moved: [] };
    const body = encodeBatch({ ...nothing, ...nonsense, roll, since: seq, seq: seq + 1 });
    const signature = new Uint8Array(64);
    await room.take({ is: "batch", channel: 1, ...owner.fence, body, signature });
    assert.deepEqual([room.state, held()], ["offline", { ann: 1 }]);
  }
});

test("[M7] [M25] what numbers told of oneself is given back to no owner: nobody signed it", async () => {
  const { timers, owner, room, join, hear, held, ofKind } = await setUp();
  // Written in another tab: by the same person, under another incarnation.
  const tab = new Author(9, timers);
  const author = authorOf(
    Uint8Array.of(...new Uint8Array(32).fill(9), ...new Uint8Array(8).fill(5)),
  );
  Object.assign(tab.identity, { author });
  const batches: SignedBatch[] = [];
  owner.listenBatches({
    wants: (audience) => audience === "a",
    hears: (batch) => batches.push(batch),
  });
  const step = async (x: number): Promise<void> => {
    await owner.admit(walker("me", "a"), await tab.pace("me", "a", x));
    await timers.pass(GATHER_MS);
  };
  await step(1);
  await join();
  await step(2);
  await hear(batches.at(-1)!);
  assert.deepEqual(held(), { me: 2 });
  room.lost();
  await join({ counter: owner.fence.counter + 1, nonce: 5 });
  await timers.pass(REFILL_MS_MAX + FLUSH_MS);
  assert.equal(room.state, "live");
  for (const { record } of ofKind("write")) assert.ok(!isRestated({ bytes: record }));
});
