import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { FakeClock } from "../test/fake-clock.ts";
import { LIFETIME_MS, newIdentity, notes, openSpace, places, START_MS } from "../test/place.ts";
import type { SignedRecord } from "./record.ts";
import { SLOT_MS } from "./slot.ts";
import type { Space } from "./space.ts";
import { covers, type Watermark } from "./watermark.ts";

/** Records of three authors over four slots, on clocks that differ, some with equal stamps. */
async function history(): Promise<readonly SignedRecord[]> {
  const clock = new FakeClock(START_MS);
  const records: SignedRecord[] = [];
  for (const author of [0, 1, 2]) {
    const space = await openSpace({ clock });
    for (let i = 0; i < 8; i += 1) {
      clock.nowMs = START_MS + Math.floor(i / 2) * SLOT_MS + (author === 2 ? 3 : 0);
      const value = { person: `p${i % 3}`, x: author * 100 + i };
      records.push(await space.write(i % 4 === 3 ? notes : places, value));
    }
  }
  return records;
}

const RECORDS = await history();
const READER = await newIdentity();
const END_MS = START_MS + LIFETIME_MS + SLOT_MS;

type Step = { readonly offer: number } | { readonly erase: Watermark } | "expire" | "wait";

const watermark = fc.record({
  wallMs: fc.integer({ min: 0, max: 25_000 }).map((ms) => START_MS + ms),
  count: fc.nat(2),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.nat(RECORDS.length - 1).map((offer) => ({ offer })) },
  { weight: 1, arbitrary: watermark.map((erase) => ({ erase })) },
  { weight: 1, arbitrary: fc.constant("expire" as const) },
  { weight: 2, arbitrary: fc.constant("wait" as const) },
);
interface Route {
  readonly steps: readonly Step[];
  /** All records once more, in some order. */
  readonly rest: readonly number[];
}

const route: fc.Arbitrary<Route> = fc.record({
  steps: fc.array(step, { maxLength: 40 }),
  rest: fc.shuffledSubarray([...RECORDS.keys()], { minLength: RECORDS.length }),
});

async function walk(steps: readonly Step[], space: Space, clock: FakeClock): Promise<void> {
  for (const step of steps) {
    if (step === "wait") clock.nowMs = Math.min(clock.nowMs + 5_000, END_MS);
    else if (step === "expire") space.expire();
    else if ("erase" in step) space.erase(step.erase);
    else await space.receive(RECORDS[step.offer]!.bytes, { verified: true });
  }
}

/** Everything by one route, then what the other heard erased, then the end of most slots. */
async function reached(route: Route, erases: readonly Step[]): Promise<Space> {
  const clock = new FakeClock(START_MS);
  const space = await openSpace({ clock, identity: READER });
  const rest = route.rest.map((offer) => ({ offer }));
  await walk([...route.steps, ...rest, ...erases], space, clock);
  clock.nowMs = END_MS;
  space.expire();
  return space;
}

test("[R9] [R11] [R12] spaces that heard the same by any route show and hold the same", async () => {
  let held = 0;
  const converge = fc.asyncProperty(route, route, async (one, two) => {
    const erases = [...one.steps, ...two.steps].filter(isErase);
    const [a, b] = [await reached(one, erases), await reached(two, erases.toReversed())];
    assert.deepEqual(a.view(places), b.view(places));
    assert.deepEqual(a.view(notes), b.view(notes));
    assert.deepEqual(a.watermark, b.watermark);
    assert.deepEqual(bytesOf(a), bytesOf(b));
    const live = RECORDS.filter((r) => r.expiresAt > END_MS && !covers(a.watermark, r.stamp));
    assert.equal(a.view(notes).length, live.filter(({ model }) => model === "notes").length);
    assert.ok(a.view(places).size <= 3 && a.view(places).size > 0 === live.some(isPlace));
    held += bytesOf(a).length;
  });
  await fc.assert(converge, { numRuns: 200, seed: 1 });
  assert.ok(held > 400, `${held} records were held in all`);
});

function isErase(step: Step): boolean {
  return typeof step === "object" && "erase" in step;
}

function isPlace({ model }: SignedRecord): boolean {
  return model === "places";
}

function bytesOf(space: Space): string[] {
  return [...space.records()].map(({ record }) => record.bytes.join()).toSorted();
}
