import assert from "node:assert/strict";
import { test } from "node:test";
import { encode } from "cborg";
import { FakeClock } from "../test/fake-clock.ts";
import { HeldVerifier } from "../test/held-verifier.ts";
import {
  headerOf,
  LIFETIME_MS,
  newIdentity,
  openSpace,
  places,
  START_MS,
  shown,
} from "../test/place.ts";
import type { RefusalCode } from "./fault.ts";
import { draftRecord, type Header, RECORD_BYTES_MAX, signRecord } from "./record.ts";
import { SLOT_MS } from "./slot.ts";
import type { Outcome, ReceiveOptions, Space } from "./space.ts";
import { AHEAD_MS_MAX } from "./stamp.ts";

/** The receivers' clock is behind the writers', so that adopting a stamp would show. */
const BEHIND_MS = 1_000;
const ANN = await newIdentity();

async function forged(changes: Partial<Header>, body: unknown, space = "march 1") {
  const bytes = body instanceof Uint8Array ? body : encode(body);
  return (await signRecord(draftRecord(headerOf(ANN, "a", changes), bytes), ANN, space)).bytes;
}

function good(x = 1): Promise<Uint8Array> {
  return forged({}, { person: "a", x });
}

function receiver(verifier?: HeldVerifier): Promise<Space> {
  const clock = new FakeClock(START_MS - BEHIND_MS);
  return openSpace({ clock, ...(verifier === undefined ? {} : { verifier }) });
}

/** As if nothing had ever been offered: its clock as well. */
function assertUntouched(space: Space): void {
  assert.deepEqual([...space.records()], []);
  assert.deepEqual(shown(space), {});
  assert.deepEqual(space.watermark, { wallMs: 0, count: 0 });
  assert.deepEqual(space.nextWatermark(), { wallMs: START_MS - BEHIND_MS, count: 0 });
}

async function assertRefused(code: RefusalCode, bytes: Uint8Array, options?: ReceiveOptions) {
  const space = await receiver();
  assert.equal(codeOf(await space.receive(bytes, options)), code);
  assertUntouched(space);
}

function codeOf(outcome: Outcome): string {
  return outcome.status === "refused" ? outcome.code : outcome.status;
}

test("[R2] the controls: a good record is accepted, and moves the clock", async () => {
  const space = await receiver();
  assert.equal(codeOf(await space.receive(await good())), "accepted");
  assert.deepEqual(space.nextWatermark(), { wallMs: START_MS, count: 1 });
});

test("[R2] any flipped bit in a record is refused, and changes nothing", async () => {
  const space = await receiver();
  let flips = 0;
  for (const x of [0, -1.5, 52.5200066]) {
    const bytes = await good(x);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = bytes.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      assert.equal((await space.receive(flipped)).status, "refused", `bit ${bit}`);
      flips += 1;
    }
  }
  assert.ok(flips >= 3_000, `${flips} flips`);
  assertUntouched(space);
  assert.equal(codeOf(await space.receive(await good())), "accepted");
});

test("[R2] any byte changed to any other is refused where the signature does not stand", async () => {
  const space = await receiver();
  const bytes = await good();
  for (let at = 0; at < bytes.length; at += 1) {
    for (const by of [0x01, 0x55, 0x80, 0xff]) {
      const changed = bytes.slice();
      changed[at]! ^= by;
      assert.equal((await space.receive(changed)).status, "refused", `byte ${at}`);
    }
  }
  assertUntouched(space);
});

test("[R2] what is not one record is refused as such", async () => {
  const bytes = await good();
  await assertRefused("bad_record", bytes.subarray(0, -1));
  await assertRefused("bad_record", Uint8Array.from([...bytes, 0]));
  await assertRefused("bad_record", new Uint8Array());
  await assertRefused("too_large", new Uint8Array(RECORD_BYTES_MAX + 1));
  await assertRefused("too_large", new Uint8Array(50_000_000));
});

test("[R2] a record of another space does not verify", async () => {
  await assertRefused("bad_signature", await forged({}, { person: "a", x: 1 }, "march 2"));
});

test("[R2] a body or a key that the model did not give is refused by name", async () => {
  await assertRefused("unknown_model", await forged({ model: "plans" }, { person: "a", x: 1 }));
  await assertRefused("bad_value", await forged({}, { person: "a" }));
  await assertRefused("bad_value", await forged({}, null));
  await assertRefused("bad_key", await forged({}, { person: "b", x: 1 }));
});

test("[R2] a body that is no CBOR, nests deeply or promises much is refused", async () => {
  const deep = new Uint8Array(3_500).fill(0x81);
  const longArray = Uint8Array.of(0x9b, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
  const longText = Uint8Array.of(0x7a, 0xff, 0xff, 0xff, 0xff, 0x61);
  const twice = Uint8Array.from([...encode({ person: "a", x: 1 }), 0x00]);
  for (const body of [new Uint8Array(), Uint8Array.of(0xff), deep, longArray, longText, twice]) {
    await assertRefused("bad_value", await forged({}, body));
  }
});

test("[R2] a schema that throws refuses, with what it said", async () => {
  const careless = {
    "~standard": {
      validate: (value: unknown) => ({ value: (value as { x: number }).x.toFixed() }),
    },
  };
  const model = { ...places, value: careless as never };
  const space = await openSpace({ clock: new FakeClock(START_MS), models: [model] });
  assert.equal(codeOf(await space.receive(await forged({}, null))), "bad_value");
});

test("[R2] the right to write is asked about the value, and its answer is final", async () => {
  const asked: unknown[] = [];
  const mayWrite: ReceiveOptions["mayWrite"] = ({ value, stamp }, model) => {
    asked.push([value, stamp.author, model]);
    return "not yours";
  };
  await assertRefused("forbidden", await good(), { mayWrite });
  assert.deepEqual(asked, [[{ person: "a", x: 1 }, ANN.author, "places"]]);
  const space = await receiver();
  assert.equal(codeOf(await space.receive(await good(), { mayWrite: () => null })), "accepted");
});

test("[R2] a refusal does not cut off its author", async () => {
  const space = await receiver();
  const flipped = await good();
  flipped[flipped.length - 1]! ^= 1;
  assert.equal(codeOf(await space.receive(flipped)), "bad_signature");
  assert.equal(codeOf(await space.receive(await good())), "accepted");
});

test("[R2] what an authenticated node verified is still checked in all else", async () => {
  const verified = { verified: true };
  await assertRefused("bad_value", await forged({}, null), verified);
  await assertRefused("bad_key", await forged({}, { person: "b", x: 1 }), verified);
  const ahead = { wallMs: START_MS - BEHIND_MS + AHEAD_MS_MAX + 1, count: 0, author: ANN.author };
  await assertRefused("ahead", await forged({ stamp: ahead }, { person: "a", x: 1 }), verified);
});

test("[R2] an erase that comes while a signature is verified is not undone", async () => {
  const verifier = new HeldVerifier();
  const space = await receiver(verifier);
  const answer = space.receive(await good());
  space.erase({ wallMs: START_MS, count: 0 });
  verifier.release();
  assert.equal(codeOf(await answer), "erased");
  assert.deepEqual(shown(space), {});
});

test("[R2] a slot that closes while a signature is verified stays closed", async () => {
  const verifier = new HeldVerifier();
  const clock = new FakeClock(START_MS);
  const space = await openSpace({ clock, verifier });
  const answer = space.receive(await good());
  clock.nowMs = START_MS + LIFETIME_MS;
  assert.deepEqual(space.expire(), []);
  verifier.release();
  assert.equal(codeOf(await answer), "expired");
  assert.deepEqual([...space.records()], []);
});

test("[R2] a newer record that comes while a signature is verified stays", async () => {
  const verifier = new HeldVerifier();
  const space = await receiver(verifier);
  const older = space.receive(await good(1));
  const stamp = { wallMs: START_MS, count: 1, author: ANN.author };
  await space.receive(await forged({ stamp }, { person: "a", x: 2 }), { verified: true });
  verifier.release();
  assert.equal(codeOf(await older), "known");
  assert.deepEqual(shown(space), { a: 2 });
});

test("[R2] what changes the bytes while their signature is verified does not reach the view", async () => {
  const verifier = new HeldVerifier();
  const space = await receiver(verifier);
  const [bytes, other] = [Buffer.from(await good(1)), await good(2)];
  const answer = space.receive(bytes);
  bytes.set(other);
  verifier.release();
  assert.equal(codeOf(await answer), "accepted");
  assert.deepEqual(shown(space), { a: 1 });
});

test("[R4] a far-future stamp is refused now, taken when due, and never adopted", async () => {
  const clock = new FakeClock(START_MS);
  const space = await openSpace({ clock });
  const stamp = { wallMs: START_MS + AHEAD_MS_MAX + 1, count: 9, author: ANN.author };
  const bytes = await forged({ stamp }, { person: "a", x: 1 });
  assert.equal(codeOf(await space.receive(bytes)), "ahead");
  assert.deepEqual(space.nextWatermark(), { wallMs: START_MS, count: 0 });
  clock.nowMs += 1;
  assert.equal(codeOf(await space.receive(bytes)), "accepted");
});

test("[R4] an expiry that no clock can have given is refused, early or late", async () => {
  const { expiresAt } = headerOf(ANN, "a");
  for (const offMs of [-AHEAD_MS_MAX - SLOT_MS, SLOT_MS, 3_600_000]) {
    const bytes = await forged({ expiresAt: expiresAt + offMs }, { person: "a", x: 1 });
    await assertRefused("bad_expiry", bytes);
  }
});
