/** What whoever may write nothing can fill: the places of what was refused, or erased, unheld. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { encode } from "cborg";
import { openReplica } from "../../test/fake-peers.ts";
import { keptOf } from "../../test/kept.ts";
import { headerOf, newIdentity, START_MS } from "../../test/place.ts";
import { generateKeys, openIdentity } from "../identity.ts";
import type { ReceiveOptions } from "../outcome.ts";
import { draftRecord, type SignedRecord, signRecord } from "../record.ts";
import { ALL_TURNED_AWAY_MAX, Ledger, slotOf, TURNED_AWAY_MAX } from "./ledger.ts";

const ANN = await newIdentity();
const STRANGER: ReceiveOptions = { verified: true, mayWrite: () => "not you" };
const BEYOND = 50;

/** A place, written by somebody whom nobody has met. */
async function fromStrangers(count: number): Promise<readonly SignedRecord[]> {
  const keys = await generateKeys();
  const all = Array.from({ length: count }, async () => {
    const by = await openIdentity(keys);
    const draft = draftRecord(headerOf(by, "a"), encode({ person: "a", x: 1 }));
    return signRecord(draft, by, "march 1");
  });
  return Promise.all(all);
}

for (const what of ["erased", "forbidden"] as const) {
  test(`[R42] of strangers' records that are ${what} no more count as seen than there are places`, async () => {
    const { space, ledger } = await openReplica();
    if (what === "erased") space.erase({ wallMs: START_MS, count: 0 });
    const all = await fromStrangers(TURNED_AWAY_MAX + BEYOND);
    for (const { bytes } of all) {
      const outcome = await space.receive(bytes, STRANGER);
      assert.equal(outcome.status === "refused" && outcome.code, what);
    }
    assert.equal(ledger.seen(slotOf(all[0]!)).size, TURNED_AWAY_MAX);
    // What may be written has its place all the same.
    const { status } = await space.receive((await written(ANN)).bytes);
    assert.equal(status, "accepted");
  });
}

/** Above the erase. */
function written(by: typeof ANN): Promise<SignedRecord> {
  const stamp = { wallMs: START_MS, count: 1, author: by.author };
  const draft = draftRecord(headerOf(by, "b", { stamp }), encode({ person: "b", x: 1 }));
  return signRecord(draft, by, "march 1");
}

const [SLOTS, SLOT_MS] = [2 + ALL_TURNED_AWAY_MAX / TURNED_AWAY_MAX, 10_000];
const authorOf = (at: number) => at.toString(16).padStart(80, "0");

/** The form of a record, as far as a ledger looks at it. */
function formOf(base: SignedRecord, slot: number, at: number): SignedRecord {
  const stamp = { ...base.stamp, author: authorOf(at) as typeof base.stamp.author };
  return { ...base, stamp, expiresAt: slot * SLOT_MS };
}

function seenIn(ledger: Ledger): number {
  return Array.from({ length: SLOTS + 1 }, (_, slot) => ledger.seen(slot).size).reduce(
    (sum, size) => sum + size,
  );
}

test("[R42] in all slots together there are not more places, and a closed slot gives its own back", async () => {
  const { record } = await keptOf(ANN, "a", SLOT_MS);
  const ledger = new Ledger();
  for (let at = 0; at < SLOTS * TURNED_AWAY_MAX; at += 1) {
    const each = formOf(record, 1 + Math.floor(at / TURNED_AWAY_MAX), at);
    if (at % 2 === 0) ledger.refuse(each, BigInt(at));
    else ledger.seeErased(each);
  }
  assert.equal(seenIn(ledger), ALL_TURNED_AWAY_MAX);
  assert.equal(ledger.size, SLOTS - 2, "none is opened for what has no place");
  ledger.close(SLOT_MS, []);
  for (let at = 0; at < 2 * TURNED_AWAY_MAX; at += 1) {
    ledger.refuse(formOf(record, SLOTS, at), BigInt(at));
  }
  assert.equal(seenIn(ledger), ALL_TURNED_AWAY_MAX);
});

/** As many as are refused, and some more. */
function refuseAll(ledger: Ledger, { record }: { readonly record: SignedRecord }): void {
  for (let at = 0; at < TURNED_AWAY_MAX + BEYOND; at += 1) {
    ledger.refuse(formOf(record, 1, at), BigInt(at + 2));
  }
}

test("[R42] an erase makes no place for more", async () => {
  const [ledger, kept] = [new Ledger(), await keptOf(ANN, "a", SLOT_MS)];
  refuseAll(ledger, kept);
  ledger.erase(kept.record.stamp);
  assert.equal(ledger.digest(0), 0n);
  refuseAll(ledger, kept);
  assert.equal(ledger.seen(1).size, TURNED_AWAY_MAX);
});

test("[R42] what is held in the end needs no place", async () => {
  const ledger = new Ledger();
  const kept = { ...(await keptOf(ANN, "a", SLOT_MS)), id: 1n };
  ledger.refuse(kept.record, kept.id);
  ledger.hold(kept);
  refuseAll(ledger, kept);
  assert.equal(ledger.seen(1).size, 1 + TURNED_AWAY_MAX);
});
