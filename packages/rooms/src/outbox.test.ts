import assert from "node:assert/strict";
import test from "node:test";
import { FakeTimers, settle } from "../test/fake-timers.ts";
import { Fault } from "./fault.ts";
import { OUTBOX_MAX, WRITES_BURST, WRITES_PER_SECOND } from "./limits.ts";
import { Outbox, type Receipt } from "./outbox.ts";
import { Pace } from "./pace.ts";

interface Sent {
  readonly request: number;
  readonly record: Uint8Array;
}

function setUp() {
  const timers = new FakeTimers();
  const sent: Sent[] = [];
  const outbox = new Outbox({
    isInDoubt: () => false,
    timers,
    pace: new Pace(timers),
    send: (request, record) => sent.push({ request, record }),
  });
  const state = { stamped: 0, requests: 0 };
  const add = (slot: string | null): { request: number; receipt: Promise<Receipt> } => {
    state.requests += 1;
    const request = state.requests;
    const stamp = async (): Promise<Uint8Array> => {
      state.stamped += 1;
      return Uint8Array.of(request);
    };
    return { request, receipt: outbox.add({ request, slot, stamp }) };
  };
  const requests = (): number[] => sent.map(({ request }) => request);
  return { timers, outbox, sent, state, add, requests };
}

const tooLong = (): Promise<never> => Promise.reject(new RangeError("too long"));

const TAKEN = { code: "", reason: "" };

test("[M13] before the first contact nothing is stamped, and only the last of a slot goes out", async () => {
  const { outbox, state, add, requests } = setUp();
  const [first, second] = [add("ann"), add("ann")];
  await settle();
  assert.equal(state.stamped, 0);
  outbox.resume();
  await settle();
  assert.deepEqual(requests(), [second.request]);
  assert.deepEqual(await first.receipt, { status: "superseded" });
  outbox.settle(second.request, TAKEN);
  assert.deepEqual(await second.receipt, { status: "taken" });
  assert.equal(outbox.size, 0);
});

test("[M13] after the first contact a write is stamped at once, also offline", async () => {
  const { outbox, state, add, requests } = setUp();
  outbox.resume();
  outbox.pause();
  add("ann");
  await settle();
  assert.equal(state.stamped, 1);
  assert.deepEqual(requests(), []);
});

test("[M13] records without a key do not compete: all of them go out", async () => {
  const { outbox, add, requests } = setUp();
  for (let i = 0; i < 5; i += 1) add(null);
  outbox.resume();
  await settle();
  assert.deepEqual(requests(), [1, 2, 3, 4, 5]);
});

test("[M13] what was not answered is sent again, the same bytes, after each reconnect", async () => {
  const { outbox, sent, state, add } = setUp();
  outbox.resume();
  const { request, receipt } = add("ann");
  await settle();
  outbox.pause();
  outbox.resume();
  assert.equal(sent.length, 2);
  assert.equal(sent[0]?.record, sent[1]?.record);
  assert.equal(state.stamped, 1);
  outbox.settle(request, { code: "erased", reason: "too late" });
  assert.deepEqual(await receipt, { status: "refused", code: "erased", reason: "too late" });
  outbox.pause();
  outbox.resume();
  assert.equal(sent.length, 2);
});

test("[M13] what is on its way is not superseded", async () => {
  const { outbox, add, requests } = setUp();
  outbox.resume();
  const first = add("ann");
  await settle();
  add("ann");
  await settle();
  assert.deepEqual(requests(), [1, 2]);
  outbox.settle(first.request, TAKEN);
  assert.deepEqual(await first.receipt, { status: "taken" });
});

test("[M13] a full outbox goes out no faster than the node takes it, and all of it does", async () => {
  const { timers, outbox, add, requests } = setUp();
  for (let i = 0; i < OUTBOX_MAX; i += 1) add(null);
  outbox.resume();
  await settle();
  assert.equal(requests().length, WRITES_BURST);
  await timers.pass(2_000);
  assert.ok(requests().length <= WRITES_BURST + 2 * WRITES_PER_SECOND, `${requests().length}`);
  await timers.pass(20_000);
  assert.equal(new Set(requests()).size, OUTBOX_MAX);
});

test("[M13] a full outbox refuses the next write and keeps what it has", async () => {
  const { outbox, add } = setUp();
  for (let i = 0; i < OUTBOX_MAX; i += 1) add(`p${i}`);
  await assert.rejects(add("more").receipt, { code: "too_many" });
  assert.equal(outbox.size, OUTBOX_MAX);
  add("p0");
  assert.equal(outbox.size, OUTBOX_MAX);
});

test("[M13] a value that cannot be stamped fails alone", async () => {
  const { outbox, add, requests } = setUp();
  outbox.resume();
  const receipt = outbox.add({ request: 99, slot: "x", stamp: tooLong });
  await assert.rejects(receipt, RangeError);
  add("ann");
  await settle();
  assert.deepEqual([requests(), outbox.size], [[1], 1]);
});

test("[M13] when the room is over, what waits is refused, and so is what comes", async () => {
  const { outbox, add } = setUp();
  const waiting = add("ann");
  outbox.close(new Fault("ended", "over"));
  const refused = { status: "refused", code: "ended", reason: "over" };
  assert.deepEqual(await waiting.receipt, refused);
  assert.deepEqual(await add("bob").receipt, refused);
});

test("[M7] a refill goes out once, without what waits here anyway or was written anew", async () => {
  const { outbox, add, sent } = setUp();
  outbox.resume();
  add("ann");
  await settle();
  outbox.pause();
  const waiting = sent[0]!.record;
  const [bob, eve] = [Uint8Array.of(1), Uint8Array.of(2)];
  outbox.refill([
    { request: 10, slot: "ann", record: waiting },
    { request: 11, slot: "bob", record: bob },
    { request: 12, slot: "eve", record: eve },
  ]);
  add("eve");
  await settle();
  sent.length = 0;
  outbox.resume();
  await settle();
  assert.deepEqual(
    sent.map(({ request }) => request),
    [1, 11, 2],
  );
  assert.equal(sent.filter(({ record }) => record === waiting).length, 1);
});

test("[M7] a refill that was cut off is sent again, and does not count as writes that wait", async () => {
  const { timers, outbox, add, requests } = setUp();
  outbox.resume();
  const refills = Array.from({ length: 300 }, (_, i) => ({
    request: 1_000 + i,
    slot: null,
    record: Uint8Array.of(i),
  }));
  outbox.refill(refills);
  await timers.pass(1_000);
  outbox.pause();
  const { receipt } = add("ann");
  outbox.resume();
  await timers.pass(30_000);
  assert.equal(new Set(requests()).size, 301);
  outbox.settle(1, TAKEN);
  assert.deepEqual(await receipt, { status: "taken" });
});

test("[M13] what is written is stamped at once, however much waits for its turn", async () => {
  const { outbox, state, add } = setUp();
  outbox.resume();
  for (let i = 0; i < WRITES_BURST + 5; i += 1) add(null);
  await settle();
  add("ann");
  await settle();
  assert.equal(state.stamped, WRITES_BURST + 6);
});
