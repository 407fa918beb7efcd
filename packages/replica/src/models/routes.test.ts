import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { FakeClock } from "../../test/fake-clock.ts";
import { LIFETIME_MS, newIdentity, openSpace, START_MS } from "../../test/place.ts";
import { text } from "../../test/told-view.ts";
import type { SignedRecord } from "../record.ts";
import { SLOT_MS } from "../slot.ts";
import type { Space } from "../space.ts";
import { covers, type Watermark } from "../watermark.ts";
import { addWinsSet } from "./add-wins-set.ts";
import { appendLog } from "./append-log.ts";
import { counter } from "./counter.ts";
import { multiRegister } from "./multi-register.ts";
import { strokes } from "./strokes.ts";

const chat = appendLog({ name: "chat", value: text });
const guests = addWinsSet({ name: "guests", value: text, id: (name) => name });
const likes = counter({ name: "likes" });
const plan = multiRegister({ name: "plan", value: text });
const ink = strokes({ name: "ink", style: text });
const models = [chat, guests, likes, plan, ink];

/** What one author does next: mostly adds, and removes what it sees of anybody's. */
async function act(space: Space, i: number): Promise<readonly SignedRecord[]> {
  const [said, drawn] = [space.view(chat).items, space.view(ink).strokes];
  const [word, stroke] = [said.at(i % Math.max(1, said.size)), drawn.at(0)];
  if (i % 5 === 4 && word !== null) return [await space.write(chat, chat.remove(word))];
  if (i % 7 === 6 && stroke !== null) return [await space.write(ink, ink.remove(stroke.key))];
  if (i % 6 === 5) {
    const gone = guests.remove(space.view(guests), "ann");
    return Promise.all(gone.map((value) => space.write(guests, value)));
  }
  return [
    await space.write(chat, chat.append(`word ${i}`)),
    await space.write(guests, guests.add(i % 2 === 0 ? "ann" : "bob")),
    await space.write(likes, likes.add(i)),
    await space.write(plan, plan.set(space.view(plan), `plan ${i}`)),
    await space.write(ink, i % 3 === 0 ? ink.begin("s", "red", [i, i]) : ink.extend("s", [i, i])),
  ];
}

/** Three authors over five slots, whose clocks are up to 50 s apart, and who hear some of it. */
async function history(): Promise<readonly SignedRecord[]> {
  const clocks = [0, 50_000, 20_000].map((aheadMs) => new FakeClock(START_MS + aheadMs));
  const spaces = await Promise.all(clocks.map((clock) => openSpace({ clock, models })));
  const records: SignedRecord[] = [];
  for (let i = 0; i < 30; i += 1) {
    const made = await act(spaces[i % 3]!, i);
    records.push(...made);
    for (const record of made) await spaces[(i + 1 + (i % 2)) % 3]!.receive(record.bytes);
    for (const clock of clocks) clock.nowMs += SLOT_MS / 5;
  }
  return records;
}

const RECORDS = await history();
const READER = await newIdentity();
const END_MS = START_MS + LIFETIME_MS + 2 * SLOT_MS;

type Step = { readonly offer: number } | { readonly erase: Watermark } | "expire" | "wait";

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.nat(RECORDS.length - 1).map((offer) => ({ offer })) },
  {
    weight: 1,
    arbitrary: fc.nat(40_000).map((ms) => ({ erase: { wallMs: START_MS + ms, count: 0 } })),
  },
  { weight: 1, arbitrary: fc.constant("expire" as const) },
  { weight: 3, arbitrary: fc.constant("wait" as const) },
);
const route = fc.record({
  steps: fc.array(step, { maxLength: 60 }),
  rest: fc.shuffledSubarray([...RECORDS.keys()], { minLength: RECORDS.length }),
});

async function walk(space: Space, clock: FakeClock, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (step === "wait") clock.nowMs = Math.min(clock.nowMs + 4_000, END_MS);
    else if (step === "expire") space.expire();
    else if ("erase" in step) space.erase(step.erase);
    else await space.receive(RECORDS[step.offer]!.bytes, { verified: true });
  }
}

async function reached(
  { steps, rest }: { readonly steps: readonly Step[]; readonly rest: readonly number[] },
  erases: readonly Step[],
): Promise<Space> {
  const clock = new FakeClock(START_MS + 50_000);
  const space = await openSpace({ clock, identity: READER, models });
  await walk(space, clock, [...steps, ...rest.map((offer) => ({ offer })), ...erases]);
  clock.nowMs = END_MS;
  space.expire();
  return space;
}

function shown(space: Space): readonly unknown[] {
  return [
    chat.plain!(space.view(chat)),
    guests.plain!(space.view(guests)),
    likes.plain!(space.view(likes)),
    plan.plain!(space.view(plan)),
    ink.plain!(space.view(ink)),
  ];
}

function bytesOf(space: Space): string[] {
  return [...space.records()].map(({ record }) => record.bytes.join()).toSorted();
}

test("[R10] [R12] through removal, erase and expiry, by any route, all show and keep the same", async () => {
  let [held, dropped] = [0, 0];
  const converge = fc.asyncProperty(route, route, async (one, two) => {
    const erases = [...one.steps, ...two.steps].filter(
      (step) => typeof step === "object" && "erase" in step,
    );
    const [a, b] = [await reached(one, erases), await reached(two, erases.toReversed())];
    assert.deepEqual(shown(a), shown(b));
    assert.deepEqual(bytesOf(a), bytesOf(b));
    const live = RECORDS.filter((r) => r.expiresAt > END_MS && !covers(a.watermark, r.stamp));
    held += bytesOf(a).length;
    dropped += live.length - bytesOf(a).length;
  });
  await fc.assert(converge, { numRuns: 60, seed: 1 });
  assert.ok(held > 500 && dropped > 50, `${held} records were held in all, ${dropped} removed`);
});
