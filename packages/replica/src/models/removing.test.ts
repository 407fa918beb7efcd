import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClock } from "../../test/fake-clock.ts";
import { LIFETIME_MS, openSpace, START_MS } from "../../test/place.ts";
import { text } from "../../test/told-view.ts";
import { MemoryStore } from "../memory.ts";
import { SLOT_MS } from "../slot.ts";
import type { Space } from "../space.ts";
import { addWinsSet } from "./add-wins-set.ts";
import { appendLog } from "./append-log.ts";
import { map } from "./map.ts";

const chat = appendLog({ name: "chat", value: text });
const guests = addWinsSet({ name: "guests", value: text, id: (name) => name });
const topics = map({ name: "topics", value: text });
const models = [chat, guests, topics];

const said = (space: Space) => Array.from(space.view(chat).items, ({ value }) => value);

function holds(space: Space, word: string): boolean {
  return [...space.records()].some(({ record }) => Buffer.from(record.bytes).includes(word));
}

test("[R10] the bytes of what is removed leave every space that hears of the removal", async () => {
  const clock = new FakeClock(START_MS);
  const [phone, laptop] = [await openSpace({ clock, models }), await openSpace({ clock, models })];
  const written = [
    await phone.write(chat, chat.append("one-secret")),
    await phone.write(guests, guests.add("two-secret")),
    await phone.write(topics, topics.put("lunch", "three-secret")),
  ];
  for (const { bytes } of written) await laptop.receive(bytes);
  clock.nowMs += 1;
  const removals = [
    await laptop.write(chat, chat.remove(laptop.view(chat).items.at(0)!)),
    await laptop.write(guests, guests.remove(laptop.view(guests), "two-secret")[0]!),
    await laptop.write(topics, topics.remove("lunch")),
  ];
  for (const { bytes } of removals) assert.equal((await phone.receive(bytes)).status, "accepted");
  for (const space of [phone, laptop]) {
    for (const word of ["one-secret", "two-secret", "three-secret"])
      assert.equal(holds(space, word), false);
    assert.equal([...space.records()].length, removals.length);
    for (const { bytes } of written) assert.equal((await space.receive(bytes)).status, "known");
  }
});

test("[R10] a removal outlasts what it removes, also by a clock that is slow", async () => {
  const fast = new FakeClock(START_MS + 50_000);
  const slow = new FakeClock(START_MS);
  const [phone, laptop] = [
    await openSpace({ clock: fast, models }),
    await openSpace({ clock: slow, models }),
  ];
  const word = await phone.write(chat, chat.append("hello"));
  await laptop.receive(word.bytes);
  const removal = await laptop.write(chat, chat.remove(laptop.view(chat).items.at(0)!));
  assert.ok(removal.expiresAt >= word.expiresAt);
  assert.deepEqual(said(laptop), []);
  assert.equal((await phone.receive(removal.bytes)).status, "accepted");
  assert.deepEqual(said(phone), []);
  slow.nowMs = word.expiresAt - 1;
  laptop.expire();
  assert.equal((await laptop.receive(word.bytes)).status, "known", "the removal is still there");
});

test("[R10] a store that kept both opens without what was removed", async () => {
  const clock = new FakeClock(START_MS);
  const phone = await openSpace({ clock, models });
  await phone.write(chat, chat.append("hello"));
  const [word] = phone.records();
  await phone.write(chat, chat.remove(word!.entry));
  const kept = [word!, ...phone.records()];
  for (const order of [kept, kept.toReversed()]) {
    const store = new MemoryStore();
    for (const each of order) store.add(each);
    const again = await openSpace({ clock, models, store });
    assert.deepEqual(said(again), []);
    assert.equal([...again.records()].length, 1);
  }
});

test("[R10] all is forgotten in the end, removals too", async () => {
  const clock = new FakeClock(START_MS);
  const phone = await openSpace({ clock, models });
  await phone.write(chat, chat.append("hello"));
  await phone.write(chat, chat.remove(phone.view(chat).items.at(0)!));
  clock.nowMs += LIFETIME_MS + SLOT_MS;
  phone.expire();
  assert.equal([...phone.records()].length, 0);
  assert.deepEqual(chat.plain!(phone.view(chat)), { items: [], removals: new Map() });
});
