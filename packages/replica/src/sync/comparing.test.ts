/** What a comparison costs whoever is asked for it, in however many frames it is asked. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, openReplica, type Replica, told } from "../../test/fake-peers.ts";
import { places } from "../../test/place.ts";
import { SLOT_MS } from "../slot.ts";
import { frame } from "./frames.ts";
import { Ledger } from "./ledger.ts";
import { encodeMessage, type Message, SYNC_VERSION } from "./wire.ts";

const SLOTS = 60;
const LIFETIME_MS = 2 * SLOTS * SLOT_MS;
/** Those that a peer may say at once are 1,024, the hello among them. */
const NARROW = 1_000;
/** Comparisons at once. */
const ROUNDS = 8;

/** Tells how many slots it was asked for. */
class CountingLedger extends Ledger {
  asked = 0;

  override slots(from: number, to?: number) {
    const slots = super.slots(from, to);
    this.asked += slots.length;
    return slots;
  }
}

/** A replica with a record in each of its slots, and somebody who says what the test wants. */
async function asked() {
  const ledger = new CountingLedger();
  const to = await openReplica({ ledger, lifetimeMs: LIFETIME_MS });
  const base = await spaceMark(to);
  for (let x = 0; x < SLOTS; x += 1) {
    to.clock.nowMs += SLOT_MS;
    await to.space.write(places, { person: `${x}`, x });
  }
  const line = { said: [], bytes: 0, isHeld: false, events: [] as never[] };
  const onEvent = (event: unknown) => void line.events.push(event as never);
  const link = to.sync.connect({ send: () => undefined, close: () => undefined }, { onEvent });
  const say = (message: Message) => link.take(frame(encodeMessage(message)));
  say({ is: "hello", version: SYNC_VERSION, from: 0, digest: 2n ** 128n - 1n });
  ledger.asked = 0;
  const slots = (from: number, until: number, last: number) =>
    say({ is: "slots", space: base, last, from, to: until, slots: [] });
  return { ledger, slots, told: () => told(line), from: ledger.slots(0)[0]!.slot };
}

/** As an honest peer knows it. */
async function spaceMark(of: Replica): Promise<bigint> {
  const other = await openReplica({ lifetimeMs: of.space.lifetimeMs });
  await other.space.write(places, { person: "other", x: 0 });
  const line = connect([of.sync, other.sync]);
  await line.settled();
  line.cut();
  const slots = [...line.a.said, ...line.b.said].find(({ is }) => is === "slots");
  assert.ok(slots?.is === "slots");
  return slots.space;
}

test("[R7] a comparison in many narrow frames costs what one in a wide frame does", async () => {
  const to = await asked();
  to.ledger.asked = 0;
  for (let at = 0; at < NARROW; at += 1) to.slots(to.from + at, to.from + at + 1, 0);
  assert.deepEqual(to.told(), []);
  assert.equal(to.ledger.asked, to.ledger.size);
});

test("[R7] a comparison that is never ended is one of those that may be begun", async () => {
  const to = await asked();
  for (let round = 0; round < ROUNDS; round += 1) to.slots(0, 1, 1);
  assert.deepEqual(to.told(), []);
  to.slots(0, 1, 0);
  assert.deepEqual(to.told(), ["ended too_much"]);
});
