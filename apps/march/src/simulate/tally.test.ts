import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ASSEMBLY, Expectation } from "./expectation.ts";
import { NYSE_CONVERGE } from "./nyse-converge.ts";
import {
  afterPosts,
  amidPosts,
  assembleAt,
  postAt,
  scheduleFrom,
  settledAt,
  tickStart,
} from "./schedule.ts";
import { Tally } from "./tally.ts";

const expectation = new Expectation({ route: NYSE_CONVERGE, people: 2, ticks: 4, seed: 1 });
const schedule = { startAt: 10_000, tickMs: 1_000, people: 2 };
const roster = ["ann", "bob"];
const place = (person: number, tick: number) => expectation.at(person, tick);
const options = { expectation, schedule, roster };
let tally: Tally;

beforeEach(() => {
  tally = new Tally({ ...options, raceTick: null });
});

test("[S3] people post spread over two fifths of a tick, neighbours far from each other", () => {
  const crowd = { startAt: 0, tickMs: 1_000, people: 100 };
  const posts = Array.from({ length: 100 }, (_, person) => postAt(crowd, person, 3));
  assert.deepEqual(posts.slice(0, 4), [3_000, 3_247, 3_094, 3_341]);
  assert.ok(posts.every((at) => at >= 3_000 && at < 3_400));
  for (let fortieth = 3_000; fortieth < 3_400; fortieth += 10) {
    const count = posts.filter((at) => at >= fortieth && at < fortieth + 10).length;
    assert.ok(count >= 1 && count <= 4, `${count} from ${fortieth} ms`);
  }
});

test("[S3] in a long tick posts are spread over all but the time to settle", () => {
  const crowd = { startAt: 0, tickMs: 5_000, people: 5_000 };
  const posts = Array.from({ length: 5_000 }, (_, person) => postAt(crowd, person, 0));
  assert.deepEqual([Math.min(...posts), Math.max(...posts)], [0, 2_999]);
  const moments = [amidPosts, afterPosts, settledAt].map((moment) => moment(crowd, 0));
  assert.deepEqual(moments, [1_500, 3_500, 4_250]);
});

test("[S3] people assemble one after the other before the first tick, with time around them", () => {
  const crowd = scheduleFrom(1_000, { tickMs: 500, people: 100 });
  assert.equal(crowd.startAt, 2_100);
  assert.deepEqual([assembleAt(crowd, 0), assembleAt(crowd, 99)], [1_300, 1_696]);
});

test("[S3] what is shown from the assembly is no delivery, and no error", () => {
  tally.saw("ann", place(0, ASSEMBLY), 9_000);
  assert.deepEqual(tally.closeTick(0).missed, [0, 1]);
  assert.deepEqual(tally.takeErrors(), []);
});

test("[S4] a pin that moves back to the assembly is an error", () => {
  tally.saw("ann", place(0, 0), 10_001);
  tally.saw("ann", place(0, ASSEMBLY), 10_002);
  assert.match(tally.takeErrors().join(), /moved back from tick 0 to tick -1/);
});

test("[S3] within a tick: the middle of the posts, then the repeats, then settled", () => {
  const moments = [amidPosts, afterPosts, settledAt].map((moment) => moment(schedule, 0) - 10_000);
  assert.deepEqual(moments, [200, 500, 850]);
});

test("[S3] a pin at its place when the next tick starts is delivered, a moment later is missed", () => {
  tally.saw("ann", place(0, 0), tickStart(schedule, 1));
  tally.saw("bob", place(1, 0), tickStart(schedule, 1) + 1);
  const { delivered, missed } = tally.closeTick(0);
  assert.deepEqual({ delivered, missed }, { delivered: 1, missed: [1] });
});

test("[S3] latency counts from when the post was due until the pin was first seen", () => {
  tally.saw("bob", place(1, 1), 11_287);
  tally.saw("bob", place(1, 1), 11_500);
  assert.equal(postAt(schedule, 1, 1), 11_247);
  assert.deepEqual(tally.closeTick(1).latenciesMs, [40]);
});

test("[S4] a pin of someone who does not share is an error, told once", () => {
  tally.saw("eve", place(0, 0), 10_001);
  tally.saw("eve", place(0, 0), 10_002);
  assert.deepEqual(tally.takeErrors(), ["a pin is shown of someone who does not share: eve"]);
  assert.equal(tally.shown, 1);
});

test("[S4] a pin where nobody was to be is an error", () => {
  tally.saw("ann", { latE7: 1, lonE7: 1 }, 10_001);
  assert.match(tally.takeErrors().join(), /person 0 is shown where nobody ever was/);
});

test("[S4] [S8] a pin at another person's place is an error, and no delivery", () => {
  tally.saw("ann", place(1, 0), 10_001);
  assert.match(tally.takeErrors().join(), /person 0 is shown at the place of person 1/);
  assert.equal(tally.closeTick(0).delivered, 0);
});

test("[S4] a pin that moves back to an earlier tick is an error", () => {
  tally.saw("ann", place(0, 1), 11_001);
  tally.saw("ann", place(0, 0), 11_002);
  assert.match(tally.takeErrors().join(), /person 0 moved back from tick 1 to tick 0/);
});

test("[S4] a pin that goes before the last tick has ended is an error, after it is not", () => {
  tally.saw("ann", place(0, 3), 13_001);
  tally.saw("bob", place(1, 3), 13_001);
  tally.gone("ann", 13_999);
  tally.gone("bob", 14_000);
  assert.deepEqual(tally.takeErrors(), ["the pin of person 0 went away"]);
  assert.equal(tally.shown, 0);
});

test("[S4] a face that shows everything at once: who is missing has gone", () => {
  tally.saw("ann", place(0, 0), 10_001);
  tally.saw("eve", place(0, 0), 10_001);
  tally.sawOnly(new Map([["bob", place(1, 0)]]), 10_050);
  assert.equal(tally.shown, 1);
  assert.equal(tally.takeErrors().at(-1), "the pin of person 0 went away");
  assert.equal(tally.closeTick(0).delivered, 2);
});

test("[S6] what is shown after the erase is an error", () => {
  tally.saw("ann", place(0, 3), 13_001);
  tally.cleared(14_001);
  tally.erased();
  assert.deepEqual(tally.takeErrors(), []);
  tally.saw("ann", place(0, 3), 14_100);
  assert.deepEqual(tally.takeErrors(), ["person 0 is shown after the erase"]);
});

test("[S7] in the raced tick pins may go, and its moves do not count", () => {
  tally = new Tally({ ...options, raceTick: 2 });
  tally.saw("ann", place(0, 1), 11_001);
  tally.saw("bob", place(1, 1), 11_001);
  tally.cleared(12_050);
  tally.saw("bob", place(1, 2), 12_100);
  assert.deepEqual(tally.shownInRace(2), [1]);
  assert.deepEqual(tally.closeTick(2), { tick: 2, delivered: 0, missed: [], latenciesMs: [] });
  assert.deepEqual(tally.takeErrors(), []);
  tally.gone("bob", 13_001);
  assert.deepEqual(tally.takeErrors(), ["the pin of person 1 went away"]);
});

test("[S7] a pin from before the raced erase is an error", () => {
  tally = new Tally({ ...options, raceTick: 2 });
  tally.saw("ann", place(0, 1), 11_001);
  assert.deepEqual(tally.shownInRace(2), [0]);
  assert.deepEqual(tally.takeErrors(), ["person 0 is shown from tick 1, before the erase"]);
});
