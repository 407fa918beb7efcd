import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClock } from "../test/fake-clock.ts";
import { LIFETIME_MS, openSpace, places, START_MS, shown } from "../test/place.ts";
import { MemoryStore } from "./memory.ts";
import type { SignedRecord } from "./record.ts";
import { SLOT_MS } from "./slot.ts";
import type { Space } from "./space.ts";

/** An older record that expires later: its writer's clock was ahead, the younger one's was drawn. */
async function crossed() {
  const [fast, right] = [new FakeClock(START_MS + 30_000), new FakeClock(START_MS)];
  const [ahead, drawn] = [await openSpace({ clock: fast }), await openSpace({ clock: right })];
  const older = await ahead.write(places, { person: "a", x: 1 });
  await drawn.receive((await ahead.write(places, { person: "other", x: 0 })).bytes);
  const younger = await drawn.write(places, { person: "a", x: 2 });
  assert.equal(older.expiresAt - younger.expiresAt, 3 * SLOT_MS);
  return { older, younger };
}

async function took(records: readonly SignedRecord[], store = new MemoryStore()) {
  const clock = new FakeClock(START_MS);
  const space = await openSpace({ clock, store });
  for (const { bytes } of records) await space.receive(bytes);
  return { clock, space, store };
}

function numbers(space: Space): readonly number[] {
  return [...space.records()]
    .map(({ entry }) => (entry.value as { x: number }).x)
    .toSorted((a, b) => a - b);
}

test("[R9] what expires later than what beat it stands behind it, whichever came first", async () => {
  const { older, younger } = await crossed();
  for (const records of [
    [older, younger],
    [younger, older],
    [younger, older, younger, older],
  ]) {
    const { clock, space } = await took(records);
    assert.deepEqual([shown(space), numbers(space)], [{ a: 2 }, [1, 2]]);
    const heard: string[] = [];
    space.subscribe(places, ({ now }, _, change) => heard.push(`${now?.value.x} ${change}`));
    clock.nowMs = younger.expiresAt;
    space.expire();
    // As for whoever heard of the younger one too late to take it.
    assert.deepEqual([shown(space), numbers(space)], [{ a: 1 }, [1]]);
    assert.deepEqual(heard, ["undefined went", "1 came"]);
    clock.nowMs = older.expiresAt;
    space.expire();
    assert.deepEqual([shown(space), numbers(space)], [{}, []]);
  }
});

test("[R9] what stands behind goes with what beats it for good, and with an erase", async () => {
  const { older, younger } = await crossed();
  const { clock, space } = await took([older, younger]);
  clock.nowMs = START_MS + 30_000;
  const last = await space.write(places, { person: "a", x: 3 });
  assert.equal(last.expiresAt, older.expiresAt);
  assert.deepEqual(numbers(space), [3]);
  const other = await took([older, younger]);
  other.space.erase(other.space.nextWatermark());
  assert.deepEqual([shown(other.space), numbers(other.space)], [{}, []]);
});

test("[R9] nobody writes what would end before what stands behind", async () => {
  const { older, younger } = await crossed();
  const { space } = await took([older, younger]);
  const next = await space.write(places, { person: "a", x: 3 });
  assert.equal(next.expiresAt, older.expiresAt);
  assert.ok(next.expiresAt > START_MS + LIFETIME_MS);
});

test("[R9] a store that is opened again has what stands behind", async () => {
  const { older, younger } = await crossed();
  const { store } = await took([older, younger]);
  const { clock, space } = await took([], store);
  assert.deepEqual([shown(space), numbers(space)], [{ a: 2 }, [1, 2]]);
  clock.nowMs = younger.expiresAt;
  space.expire();
  assert.deepEqual(shown(space), { a: 1 });
});
