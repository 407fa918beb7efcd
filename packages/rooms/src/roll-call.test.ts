import assert from "node:assert/strict";
import test from "node:test";
import { generateKeys, openIdentity, Verifier } from "@muster/replica";
import { FakeTimers, settle } from "../test/fake-timers.ts";
import { Author, openWalk, paces, unsigned, walker } from "../test/walk.ts";
import { decodeBatch } from "./batch.ts";
import { signedBatch } from "./batch-signature.ts";
import { FLUSH_MS, GATHER_MS } from "./limits.ts";
import type { SignedBatch } from "./link.ts";
import type { OwnerPorts } from "./owner.ts";

async function setUp(ports: Partial<OwnerPorts> = {}) {
  const timers = new FakeTimers();
  const owner = await openWalk(timers, ports);
  const batches: SignedBatch[] = [];
  const stop = owner.listenBatches({
    wants: (audience) => audience !== "unheard",
    hears: (batch) => batches.push(batch),
  });
  const authors = new Map<string, Author>();
  const pace = async (who: string, x: number, group = "a"): Promise<void> => {
    await timers.pass(1);
    const author = authors.get(who) ?? new Author(2 + authors.size, timers);
    authors.set(who, author);
    const outcome = await owner.admit(walker(who, group), await author.pace(who, group, x));
    assert.equal(outcome.status, "accepted");
  };
  const of = (audience: string) => batches.filter((batch) => batch.audience === audience);
  return { timers, owner, batches, pace, of, stop };
}

test("[M24] what is whole goes out with the next flush, what numbers tell gathers for 500 ms", async () => {
  const { timers, pace, of } = await setUp();
  await pace("ann", 1);
  await timers.pass(FLUSH_MS);
  assert.equal(of("a").length, 1);
  await pace("ann", 2);
  await timers.pass(GATHER_MS / 2);
  await pace("ann", 3);
  assert.equal(of("a").length, 1);
  await timers.pass(GATHER_MS / 2);
  assert.deepEqual(
    of("a").map(({ body }) => decodeBatch(body).moved.map(({ numbers }) => numbers)),
    [[], [[3]]],
  );
  await pace("ann", 4);
  await pace("bob", 1);
  await timers.pass(FLUSH_MS);
  const { moved, named } = decodeBatch(of("a").at(-1)!.body);
  assert.deepEqual([moved.length, named.length], [1, 1], "what gathers goes along");
});

test("[M24] each audience has its own batch, in a pace of its own where the room says so", async () => {
  const { timers, pace, of } = await setUp();
  await pace("ann", 1);
  await pace("eve", 1, "b");
  await timers.pass(FLUSH_MS);
  const count = (audience: string) =>
    of(audience).reduce((sum, { body }) => sum + decodeBatch(body).named.length, 0);
  assert.deepEqual([count("a"), count("b"), count("display")], [1, 1, 2]);
});

test("[M24] the node signs a batch for one room and one opening of it", async () => {
  const identity = await openIdentity(await generateKeys());
  const { owner, timers, pace, of } = await setUp({ identity });
  await pace("ann", 1);
  await timers.pass(FLUSH_MS);
  while (of("a").length === 0) await settle();
  const [{ body, signature } = assert.fail()] = of("a");
  const { nodeKey, fence } = owner.welcome(["a"], []);
  assert.deepEqual(nodeKey, identity.publicKey);
  const isSigned = (room: string, counter: number): Promise<boolean> =>
    new Verifier().verify(
      nodeKey,
      signedBatch({ room, fence: { ...fence, counter }, body }),
      signature,
    );
  assert.equal(await isSigned("walk/w1", fence.counter), true);
  assert.equal(await isSigned("walk/w2", fence.counter), false);
  assert.equal(await isSigned("walk/w1", fence.counter + 1), false);
});

test("[M18] [M24] an erase while a batch is signed: it is made anew, without what is gone", async () => {
  const held: (() => void)[] = [];
  const sign = (): Promise<Uint8Array> =>
    new Promise((resolve) => held.push(() => resolve(new Uint8Array(64))));
  const { timers, owner, pace, of } = await setUp({ identity: { ...unsigned(1), sign } });
  const release = async (): Promise<void> => {
    for (const go of held.splice(0)) go();
    await settle();
  };
  await pace("ann", 1);
  await timers.pass(FLUSH_MS);
  assert.ok(held.length > 0);
  await owner.erase(() => true);
  await release();
  await timers.pass(FLUSH_MS);
  await release();
  assert.deepEqual(
    of("a").map(({ body }) => decodeBatch(body).named),
    [[]],
  );
  await pace("ann", 2);
  await timers.pass(FLUSH_MS);
  await release();
  assert.equal(decodeBatch(of("a").at(-1)!.body).named.length, 1);
});

test("[M18] [M24] an erase takes a farewell that nobody has heard", async () => {
  const { timers, owner, pace, of } = await setUp();
  await pace("ann", 1);
  await timers.pass(FLUSH_MS);
  await pace("ann", 2, "b");
  await owner.erase(() => true);
  await timers.pass(GATHER_MS);
  const { named, gone } = decodeBatch(of("a").at(-1)!.body);
  assert.deepEqual([named, gone], [[], [0]]);
});

test("[M24] a roll that nobody is in is forgotten, and begins anew under another name", async () => {
  const { timers, owner, pace, of } = await setUp();
  await pace("ann", 1);
  await timers.pass(FLUSH_MS);
  await pace("ann", 2, "b");
  await timers.pass(GATHER_MS);
  assert.deepEqual(owner.welcome(["a"], []).rolls, []);
  await pace("bob", 1);
  await timers.pass(FLUSH_MS);
  const rolls = of("a").map(({ body }) => decodeBatch(body).roll);
  assert.notEqual(rolls.at(-1), rolls[0]);
});

test("[M24] records that a roll tells are not told beside it, and an application sees all", async () => {
  const { timers, owner, pace } = await setUp();
  await pace("ann", 1);
  const { records, rolls } = owner.welcome(["a"], []);
  assert.deepEqual([records.length, rolls.length], [0, 1]);
  assert.equal(owner.standing(["a"]).records.length, 1);
  const flushes: number[] = [];
  owner.listen(({ changes }) => flushes.push(changes.recordsFor(["a"]).length));
  await timers.pass(GATHER_MS);
  assert.deepEqual(flushes, []);
  assert.equal(owner.space.view(paces).size, 1);
});

test("[M24] what nobody hears is not signed, and who comes then follows from how it stands", async () => {
  let signed = 0;
  const sign = async (): Promise<Uint8Array> => {
    signed += 1;
    return new Uint8Array(64);
  };
  const { timers, owner, pace, of, stop } = await setUp({ identity: { ...unsigned(1), sign } });
  await pace("ann", 1, "unheard");
  await timers.pass(GATHER_MS);
  assert.equal(signed, 1, "for the display alone");
  const [standing] = owner.welcome(["unheard"], []).rolls.map(decodeBatch);
  assert.equal(standing?.named.length, 1);
  stop();
  await pace("bob", 1);
  await timers.pass(GATHER_MS);
  assert.equal(signed, 1);
  owner.listenBatches({ wants: () => true, hears: () => undefined });
  await pace("ann", 2, "unheard");
  await timers.pass(GATHER_MS);
  assert.equal(signed, 3);
  await pace("ann", 3, "b");
  await timers.pass(GATHER_MS);
  assert.deepEqual(owner.welcome(["unheard"], []).rolls, []);
  assert.deepEqual(of("a"), []);
});

test("[M24] a roll that nobody hears is forgotten when nobody is in it", async () => {
  const { timers, owner, pace } = await setUp();
  await pace("ann", 1, "unheard");
  await timers.pass(GATHER_MS);
  await pace("ann", 2, "b");
  await timers.pass(GATHER_MS);
  assert.deepEqual(owner.welcome(["unheard"], []).rolls, []);
});

test("[M24] a signature that cannot be made closes the room, and ends no node", async () => {
  const broken: unknown[] = [];
  const bug = new TypeError("a bug");
  const sign = (): Promise<Uint8Array> => Promise.reject(bug);
  const onBroken = (error: unknown): void => void broken.push(error);
  const { timers, pace } = await setUp({ identity: { ...unsigned(1), sign }, onBroken });
  await pace("ann", 1);
  await timers.pass(FLUSH_MS);
  assert.match(String(broken[0]), /a bug/);
});
