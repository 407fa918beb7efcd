import assert from "node:assert/strict";
import { test } from "node:test";
import { encode } from "cborg";
import { FakeClock } from "../test/fake-clock.ts";
import {
  headerOf,
  LIFETIME_MS,
  newIdentity,
  openSpace,
  places,
  START_MS,
  shown,
} from "../test/place.ts";
import { erasing } from "./erasing.ts";
import { MemoryStore } from "./memory.ts";
import { draftRecord, signRecord } from "./record.ts";
import { SLOT_MS } from "./slot.ts";
import type { Outcome } from "./space.ts";

const ALLOWED = { mayErase: () => null };
const NO_STEWARD = { mayErase: () => "no steward" };

function codeOf(outcome: Outcome): string {
  return outcome.status === "refused" ? outcome.code : outcome.status;
}

test("[R11] an erase is a record: where it may, it erases, and it stays to be told on", async () => {
  const clock = new FakeClock(START_MS);
  const [from, to] = [await openSpace({ clock }), await openSpace({ clock })];
  const old = await from.write(places, { person: "a", x: 1 });
  await to.receive(old.bytes);
  const asked: unknown[] = [];
  const erase = await from.eraseAll();
  const mayErase = (author: unknown, watermark: unknown) => {
    asked.push([author, watermark]);
    return null;
  };
  assert.deepEqual(shown(from), {});
  assert.equal(codeOf(await to.receive(erase.bytes, { mayErase })), "accepted");
  assert.deepEqual(shown(to), {});
  assert.deepEqual(asked, [[erase.stamp.author, to.watermark]]);
  assert.deepEqual(to.watermark, { wallMs: erase.stamp.wallMs, count: erase.stamp.count });
  assert.equal(codeOf(await to.receive(old.bytes)), "erased");
  assert.equal(codeOf(await to.receive(erase.bytes, ALLOWED)), "known");
  assert.equal([...to.records()].length, 1);
  await to.write(places, { person: "a", x: 2 });
  assert.deepEqual(shown(to), { a: 2 });
});

test("[R11] nobody's erase is taken where nobody may, or by whom it is not allowed", async () => {
  const clock = new FakeClock(START_MS);
  const [from, to] = [await openSpace({ clock }), await openSpace({ clock })];
  await to.write(places, { person: "a", x: 1 });
  const { bytes } = await from.eraseAll();
  assert.equal(codeOf(await to.receive(bytes)), "forbidden");
  assert.equal(codeOf(await to.receive(bytes, NO_STEWARD)), "forbidden");
  assert.deepEqual([shown(to), to.watermark.wallMs], [{ a: 1 }, 0]);
});

test("[R11] an erase lasts as long as all that it covers, whatever its writer's clock shows", async () => {
  const clock = new FakeClock(START_MS);
  const [ahead, from] = [await openSpace({ clock }), await openSpace({ clock })];
  clock.nowMs = START_MS + 50_000;
  const { bytes } = await ahead.write(places, { person: "a", x: 1 });
  clock.nowMs = START_MS;
  await from.receive(bytes);
  const erase = await from.eraseAll();
  assert.equal(erase.expiresAt, START_MS + 50_000 + LIFETIME_MS);
  const ann = await newIdentity();
  const short = headerOf(ann, "all", {
    model: erasing.name,
    expiresAt: START_MS + LIFETIME_MS - SLOT_MS,
  });
  const forged = await signRecord(draftRecord(short, encode(null)), ann, "march 1");
  const to = await openSpace({ clock });
  assert.equal(codeOf(await to.receive(forged.bytes, ALLOWED)), "bad_expiry");
});

test("[R11] the highest erase stands, also on a store that is opened again", async () => {
  const clock = new FakeClock(START_MS);
  const [from, store] = [await openSpace({ clock }), new MemoryStore()];
  const [first, second] = [await from.eraseAll(), await from.eraseAll()];
  const to = await openSpace({ clock, store });
  for (const { bytes } of [second, first]) await to.receive(bytes, ALLOWED);
  assert.equal([...to.records()].length, 1);
  const again = await openSpace({ clock, store });
  assert.equal(again.watermark.count, second.stamp.count);
});

test("[R11] no model of one's own has the name of an erase", async () => {
  const models = [{ ...places, name: erasing.name }];
  await assert.rejects(openSpace({ clock: new FakeClock(START_MS), models }), /two models/);
});
