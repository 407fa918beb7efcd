import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, count, openReplica, told } from "../../test/fake-peers.ts";
import { keptOf } from "../../test/kept.ts";
import { newIdentity, notes, places } from "../../test/place.ts";
import { LedgerStore } from "../ledger-store.ts";
import { MemoryStore } from "../memory.ts";
import type { ReceiveOptions } from "../outcome.ts";
import { COMPARED_MS_MAX } from "../slot.ts";
import { STORE_CASES } from "../store.contract.ts";
import { Ledger, wrapped } from "./ledger.ts";

const ANN = await newIdentity();
const NO_NOTES: ReceiveOptions = {
  mayWrite: (_, model) => (model === "notes" ? "no notes" : null),
  mayErase: () => null,
};

for (const { name, run } of STORE_CASES) {
  test(`${name}, and its digest is of what it holds: ledger`, async () => {
    const ledger = new Ledger();
    const store = new LedgerStore(new MemoryStore(), ledger);
    const kept = async (key: string, expiresAt: number) => {
      const made = await keptOf(ANN, key, expiresAt);
      return { ...made, id: await ledger.idOf(made.record.bytes) };
    };
    await run({ store, kept });
    const sum = [...store.all()].reduce((all, { id }) => all + id!, 0n);
    assert.equal(ledger.digest(0), wrapped(sum));
  });
}

test("[R42] what is held is not counted again when somebody else may not write it", async () => {
  const [from, to] = [await openReplica(), await openReplica()];
  const { bytes } = await from.space.write(places, { person: "a", x: 1 });
  const mayNot: ReceiveOptions = { mayWrite: () => "not you" };
  const outcomes = [await to.space.receive(bytes), await to.space.receive(bytes, mayNot)];
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["accepted", "refused"],
  );
  assert.equal(to.ledger.digest(0), from.ledger.digest(0));
  for (const { space } of [from, to]) space.drop([...space.records()]);
  assert.deepEqual([to.ledger.digest(0), from.ledger.digest(0)], [0n, 0n]);
});

test("[R5] [R20] what is dropped twice leaves the digest once", async () => {
  const { space, ledger } = await openReplica();
  await space.write(notes, { person: "a", x: 1 });
  const before = ledger.digest(0);
  await space.write(notes, { person: "a", x: 2 });
  const last = [...space.records()].slice(1);
  for (const _ of [1, 2]) space.drop(last);
  assert.equal(ledger.digest(0), before);
});

test("[R5] what was erased here is not sent again by whom nobody told", async () => {
  const [a, b] = [await openReplica(), await openReplica()];
  for (let x = 0; x < 10; x += 1) await a.space.write(notes, { person: "a", x });
  b.clock.nowMs += 1_000;
  b.space.erase(b.space.nextWatermark());
  for (const sent of [10, 0]) {
    const line = connect([a.sync, b.sync]);
    await line.settled();
    assert.equal(count(line.a, "record"), sent);
    assert.equal(told(line.b).filter((each) => each === "rejected erased").length, sent);
    line.cut();
  }
});

test("[R42] what is erased leaves the digest also where it was refused", async () => {
  const [a, b] = [await openReplica(), await openReplica()];
  await a.space.write(places, { person: "a", x: 1 });
  await a.space.write(notes, { person: "a", x: 2 });
  const line = connect([a.sync, b.sync], [{}, NO_NOTES]);
  await line.settled();
  assert.deepEqual(told(line.b), ["rejected forbidden", "synced"]);
  assert.equal(b.ledger.digest(0), a.ledger.digest(0));
  const erase = await a.space.eraseAll();
  await line.settled();
  assert.equal(a.ledger.digest(0), await a.ledger.idOf(erase.bytes));
  assert.equal(b.ledger.digest(0), a.ledger.digest(0));
  assert.ok(b.ledger.hasSeen(erase));
});

test("[R42] an erase that is refused stays refused when another one covers it", async () => {
  const [a, b] = [await openReplica(), await openReplica()];
  const { bytes } = await a.space.eraseAll();
  await b.space.receive(bytes, { mayErase: () => "no steward" });
  b.space.erase(b.space.nextWatermark());
  assert.equal(b.ledger.digest(0), a.ledger.digest(0));
});

test("[R5] a forged record that is erased is not counted as seen", async () => {
  const [from, to] = [await openReplica(), await openReplica()];
  const record = await from.space.write(notes, { person: "a", x: 1 });
  to.clock.nowMs += 1_000;
  to.space.erase(to.space.nextWatermark());
  const forged = record.bytes.slice();
  forged[forged.length - 1]! ^= 1;
  const outcome = await to.space.receive(forged);
  assert.equal(outcome.status === "refused" && outcome.code, "bad_signature");
  assert.equal(to.ledger.hasSeen(record), false);
});

test("[R9] what is compared lives no longer than a comparison takes", async () => {
  const longer = { lifetimeMs: COMPARED_MS_MAX + 10_000 };
  await assert.rejects(openReplica(longer), RangeError);
  await openReplica({ lifetimeMs: COMPARED_MS_MAX });
});
