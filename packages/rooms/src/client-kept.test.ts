import assert from "node:assert/strict";
import test from "node:test";
import { generateKeys, type Kept, openIdentity, type Space } from "@muster/replica";
import { FakeTimers, settle } from "../test/fake-timers.ts";
import { KeptDevice, KeptRoom, signingSpace } from "../test/kept-room.ts";
import { LIFETIME_MS, shouts, steps } from "../test/walk.ts";
import { REFILL_MS_MAX } from "./limits.ts";

async function setUp() {
  const timers = new FakeTimers();
  const device = new KeptDevice();
  const keys = await generateKeys();
  // A page that is opened again has the same key, and writes under a new incarnation.
  const open = async (): Promise<KeptRoom> =>
    new KeptRoom(timers, device, await openIdentity(keys));
  return { timers, device, open, author: await signingSpace(timers) };
}

async function told(author: Space, who: string, x: number): Promise<Uint8Array> {
  return (await author.write(steps, { who, group: "a", x })).bytes;
}

/** Puts a step onto the device as it was kept by an earlier life of the page. */
async function keep(device: KeptDevice, author: Space, x: number): Promise<Kept> {
  const record = await author.write(steps, { who: `walker ${x}`, group: "a", x });
  const kept = [...author.records()].find((each) => each.record === record)!;
  device.store.add(kept);
  return kept;
}

/** Signatures are checked by threads of their own: a turn or two is not enough. */
async function until(holds: () => boolean): Promise<void> {
  for (let turns = 0; turns < 10_000 && !holds(); turns += 1) await settle();
  assert.ok(holds());
}

test("[M22] only models that are named reach the device; own records when the owner took them", async () => {
  const { device, open, author } = await setUp();
  const page = await open();
  const shout = await author.write(shouts, { who: "bob", group: "a", x: 1 });
  await page.joined({ records: [await told(author, "bob", 2), shout.bytes] });
  for (const x of [3, 4]) {
    void page.room.write(steps, { who: `own ${x}`, group: "a", x });
    await until(() => page.ofKind("write").length === x - 2);
  }
  void page.room.write(shouts, { who: "own", group: "a", x: 5 });
  await until(() => page.ofKind("write").length === 3);
  assert.deepEqual([device.kept, page.seen], [[2], [2, 3, 4]]);
  for (const n of [0, 2]) await page.answer(n);
  await page.answer(1, "forbidden");
  await until(() => page.seen.length === 2);
  assert.deepEqual(
    [device.kept, page.seen],
    [
      [2, 3],
      [2, 3],
    ],
  );
});

test("[M22] what was kept is shown before the node answers, and since when", async () => {
  const { timers, device, open, author } = await setUp();
  await keep(device, author, 7);
  device.contact = { counter: 5, nonce: 50, heardAtMs: timers.now() };
  await timers.pass(720_000 - LIFETIME_MS);
  const page = await open();
  await until(() => page.seen.length === 1);
  assert.deepEqual([page.seen, page.room.state], [[7], "connecting"]);
  assert.deepEqual(page.room.contact, device.contact);
  assert.deepEqual(device.kept, [7]);
});

test("[M22] while it is live the room was heard now; then, when it was lost", async () => {
  const { timers, open } = await setUp();
  const page = await open();
  const heard = (): number | null => page.room.contact?.heardAtMs ?? null;
  assert.equal(heard(), null);
  await page.joined();
  await timers.pass(5_000);
  const lostMs = timers.now();
  assert.equal(heard(), lostMs);
  page.room.lost();
  await timers.pass(60_000);
  assert.deepEqual(page.room.contact, { counter: 5, nonce: 50, heardAtMs: lostMs });
});

test("[M22] what was kept is looked at as from a stranger: what is wrong is dropped, and not shown", async () => {
  const { timers, device, open, author } = await setUp();
  await keep(device, author, 7);
  const forged = await author.write(steps, { who: "eve", group: "a", x: 8 });
  const bytes = forged.bytes.slice();
  bytes[bytes.length - 1]! ^= 1;
  const held = [...author.records()].find((each) => each.record === forged)!;
  device.store.add({ ...held, record: { ...forged, bytes } });
  await keep(device, await signingSpace(timers, { kind: "walk", id: "w2" }), 9);
  const shout = await author.write(shouts, { who: "bob", group: "a", x: 1 });
  device.store.add([...author.records()].find((each) => each.record === shout)!);
  const page = await open();
  await until(() => device.kept.length === 1);
  await until(() => page.seen.length === 1);
  assert.deepEqual([page.seen, device.kept, page.room.space.view(shouts).size], [[7], [7], 0]);
});

test("[M22] without a network what expires is gone from the view and the device, to the slot", async () => {
  const { timers, device, open, author } = await setUp();
  await keep(device, author, 7);
  await timers.pass(20_000);
  await keep(device, author, 8);
  const page = await open();
  await until(() => page.seen.length === 2);
  await timers.pass(LIFETIME_MS - 20_000 - 500);
  assert.deepEqual(page.seen, [7, 8]);
  await timers.pass(500);
  assert.deepEqual([page.seen, device.kept], [[8], [8]]);
});

test("[M22] a clock that is set ahead between two lives closes no slot for good", async () => {
  const { timers, device, open, author } = await setUp();
  const record = (await keep(device, author, 7)).record.bytes;
  timers.wrongMs = 2 * LIFETIME_MS;
  const page = await open();
  await timers.pass(5_000);
  assert.deepEqual([page.seen, device.kept], [[], []]);
  device.offsetMs = -2 * LIFETIME_MS;
  await page.joined({ records: [record] });
  assert.deepEqual([page.seen, device.kept], [[7], [7]]);
});

test("[M22] by a clock that is slow, what was kept waits for the node's time", async () => {
  const { timers, device, open, author } = await setUp();
  await keep(device, author, 7);
  timers.wrongMs = -2_400_000;
  const page = await open();
  await timers.pass(1_000);
  await settle();
  assert.deepEqual([page.seen, device.kept], [[], [7]]);
  device.offsetMs = 2_400_000;
  device.contact = null;
  await page.joined({ counter: 5 });
  // The same owner does not tell of it any more.
  assert.deepEqual([page.seen, device.kept], [[], []]);
});

test("[M22] what the node tells while the kept is taken up waits its turn", async () => {
  const { device, open, author } = await setUp();
  await keep(device, author, 7);
  const page = await open();
  const joining = page.joined();
  const hearing = page.frame({ records: [await told(author, "eve", 8)] });
  await Promise.all([joining, hearing]);
  assert.deepEqual([page.seen, device.kept], [[8], [8]]);
});

test("[M22] [M7] a new owner is given back what earlier lives of the page wrote, and others have their time", async () => {
  const { timers, device, open, author } = await setUp();
  const first = await open();
  await first.joined({ records: [await told(author, "bob", 7)] });
  void first.room.write(steps, { who: "ann", group: "a", x: 1 });
  await until(() => first.ofKind("write").length === 1);
  await first.answer(0);
  await settle();
  device.contact = first.room.contact;
  first.room.close();
  const second = await open();
  await until(() => second.seen.length === 2);
  await second.joined({ counter: 6 });
  const [given] = second.ofKind("write");
  assert.deepEqual(given?.record, first.ofKind("write")[0]?.record);
  assert.deepEqual(second.seen, [1, 7]);
  await timers.pass(REFILL_MS_MAX);
  assert.deepEqual([second.seen, device.kept], [[1], [1]]);
});

test("[M22] [M19] the same owner is given nothing, and what it tells no more is gone from the device", async () => {
  const { timers, device, open, author } = await setUp();
  await keep(device, author, 7);
  device.contact = { counter: 5, nonce: 50, heardAtMs: timers.now() };
  const page = await open();
  await page.joined();
  assert.deepEqual([page.seen, device.kept, page.ofKind("write")], [[], [], []]);
});

test("[M22] a room that is closed writes to its store no more, whatever was under way", async () => {
  for (let turns = 0; turns < 40; turns += 1) {
    const { device, open, author } = await setUp();
    const page = await open();
    await settle();
    const joining = page.joined({ records: [await told(author, "eve", 8)] });
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    page.room.close();
    const { kept } = device;
    await joining;
    await settle();
    assert.deepEqual(device.kept, kept, `closed after ${turns} turns`);
  }
});
