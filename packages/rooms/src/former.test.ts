import assert from "node:assert/strict";
import test from "node:test";
import { addWinsSet, type Schema } from "@muster/replica";
import { FakeTimers, settle } from "../test/fake-timers.ts";
import { keptStep, LIFETIME_MS, unsigned, WALK } from "../test/walk.ts";
import { Backoff } from "./backoff.ts";
import { Former } from "./former.ts";
import { FORMER_MAX } from "./limits.ts";
import { RoomReplica } from "./room-replica.ts";
import type { Message } from "./wire.ts";

const text: Schema<string> = {
  "~standard": {
    validate: (value) =>
      typeof value === "string" ? { value } : { issues: [{ message: "not a text" }] },
  },
};
const guests = addWinsSet<string>({ name: "guests", value: text, id: (name) => name });

function openParty() {
  const timers = new FakeTimers();
  const writes: Message<"write">[] = [];
  const room = new RoomReplica(
    { ...WALK, token: "t", models: [guests], identity: unsigned(9), lifetimeMs: LIFETIME_MS },
    {
      channel: 1,
      timers,
      verifier: { verify: async () => true },
      pace: { take: () => true, queue: (send) => send() },
      backoff: new Backoff(() => 1),
      offsetMs: () => 0,
      isInDoubt: () => false,
      send: (message) => void (message.is === "write" && writes.push(message)),
      forget: () => undefined,
    },
  );
  const joined = () =>
    room.take({
      is: "joined",
      channel: 1,
      counter: 5,
      nonce: 50,
      nowMs: timers.now(),
      erasedWallMs: 0,
      erasedCount: 0,
      records: [],
      notes: [],
      nodeKey: new Uint8Array(),
      rolls: [],
    });
  const answer = async (n: number, code: string): Promise<void> => {
    const { request } = writes[n]!;
    await room.take({ is: "taken", channel: 1, request, code, reason: "" });
    await settle();
  };
  return { timers, room, joined, answer };
}

test("[M13] a removal that is refused brings back all that it took away", async () => {
  const { timers, room, joined, answer } = openParty();
  const view = room.space.view(guests);
  await joined();
  for (let n = 0; n < 3; n += 1) {
    void room.write(guests, guests.add("ann"));
    await settle();
    await timers.pass(1);
    await answer(n, "");
  }
  const [removal] = guests.remove(view, "ann");
  void room.write(guests, removal!);
  await settle();
  assert.deepEqual(guests.items(view), []);
  await answer(3, "forbidden");
  assert.deepEqual(guests.items(view), ["ann"]);
  assert.equal([...room.space.records()].length, 3);
});

test("[M13] what left the store for another reason is not brought back", async () => {
  const { timers, room, joined, answer } = openParty();
  await joined();
  void room.write(guests, guests.add("ann"));
  await settle();
  await answer(0, "");
  room.lost();
  await timers.pass(1);
  await joined();
  await timers.pass(LIFETIME_MS);
  void room.write(guests, guests.add("bob"));
  await settle();
  await answer(1, "forbidden");
  assert.deepEqual(guests.items(room.space.view(guests)), []);
});

test("[M13] what is remembered in case of a refusal is bounded, the oldest goes first", () => {
  const former = new Former();
  const [old, young] = [Uint8Array.of(1), Uint8Array.of(2)];
  former.put(old, [keptStep("ann", 1)]);
  former.put(
    young,
    Array.from({ length: FORMER_MAX }, (_, i) => keptStep(`eve ${i}`, i)),
  );
  assert.equal(former.size, FORMER_MAX);
  assert.deepEqual(former.undo(old), []);
  assert.equal(former.undo(young).length, FORMER_MAX);
  assert.equal(former.size, 0);
});

test("[M13] what several undone records stood before goes on to the record that followed them", () => {
  const former = new Former();
  const [first, second] = [keptStep("ann", 1), keptStep("ann", 2)];
  const last = Uint8Array.of(9);
  const before = keptStep("ann", 0);
  former.put(first.record.bytes, [before]);
  former.put(last, [first, second]);
  assert.deepEqual(former.undo(first.record.bytes), [before]);
  assert.deepEqual(former.undo(last), [before, second]);
});
