import assert from "node:assert/strict";
import { test } from "node:test";
import { guest, LIFETIME_MS, openMarch, SQUARE, share, signedErase } from "../test/fake-march.ts";
import { Arrivals } from "./arrivals.ts";

interface Location {
  readonly id: string;
  readonly lat: number;
  readonly lon: number;
  readonly time: number;
}

const PEOPLE = ["ada", "ben"];

async function setUp() {
  const open = await openMarch();
  const arrivals = new Arrivals(open.owner);
  const newer = (lastPing: number, people: readonly string[] = PEOPLE) =>
    JSON.parse(arrivals.newer(people, lastPing)) as readonly Location[];
  const post = (person: string, place: typeof SQUARE | null = SQUARE) =>
    share(open.owner, guest(person), place);
  return { ...open, arrivals, newer, post };
}

test("[A9] -1 gives everyone asked for, as degrees and the time of arrival", async () => {
  const { newer, post, timers } = await setUp();
  assert.deepEqual(newer(-1), []);
  await post("ada");
  assert.deepEqual(newer(-1), [{ id: "ada", lat: 40.7074, lon: -74.0113, time: timers.now() }]);
  assert.deepEqual(newer(-1, ["ben"]), []);
});

test("[A9] of two that arrive in one millisecond, the later is newer", async () => {
  const { newer, post } = await setUp();
  await post("ada");
  await post("ben");
  const [ada, ben] = newer(-1);
  assert.ok(ada && ben && ben.time > ada.time && ben.time < ada.time + 1);
  assert.deepEqual(newer(ada.time), [ben]);
});

test("[A9] a last ping equal to the newest gives nothing", async () => {
  const { arrivals, newer, post } = await setUp();
  await post("ada");
  assert.deepEqual(newer(arrivals.last), []);
  assert.equal(newer(arrivals.last - 1 / 1024).length, 1);
});

test("[A9] a clock that goes back hides nothing that arrives after", async () => {
  const { newer, post, timers } = await setUp();
  await post("ada");
  const [ada] = newer(-1);
  timers.advance(-5_000);
  await post("ben");
  assert.deepEqual(
    newer(ada?.time ?? 0).map(({ id }) => id),
    ["ben"],
  );
});

test("[A3] [A9] who stopped, expired or was erased is in no answer, and in no memory", async () => {
  const open = await setUp();
  await open.post("ada");
  await open.post("ada", null);
  assert.deepEqual(open.newer(-1), []);
  await open.post("ada");
  open.timers.advance(LIFETIME_MS);
  assert.deepEqual(open.newer(-1), []);
  await open.post("ada");
  assert.equal(open.newer(-1).length, 1);
  await open.owner.call(guest("anyone"), "erase", await signedErase(open, open.steward));
  assert.deepEqual(open.newer(-1), []);
});

test("[A9] what stood before the first poll is in the answer", async () => {
  const { owner } = await openMarch();
  await share(owner, guest("ada"), SQUARE);
  const arrivals = new Arrivals(owner);
  assert.equal((JSON.parse(arrivals.newer(PEOPLE, -1)) as unknown[]).length, 1);
});
