import assert from "node:assert/strict";
import { test } from "node:test";
import type { View } from "./group.ts";
import { Views } from "./views.ts";

function setUp() {
  const stopped: number[] = [];
  const finished: boolean[] = [];
  const views = new Views<null>((turn, isFinished) => {
    stopped.push(turn);
    finished.push(isFinished);
  });
  const offer = (turn: number) => {
    const abort = new AbortController();
    const view = { index: 0, size: turn, epoch: turn, signal: abort.signal } as View<null>;
    views.offer({ view, turn, end: () => abort.abort() });
    return abort.signal;
  };
  return { stopped, finished, views, offer, iterator: views[Symbol.asyncIterator]() };
}

test("[P13] asking for the next view says that the last is acted on no longer", async () => {
  const { stopped, finished, offer, iterator } = setUp();
  const signal = offer(1);
  assert.equal((await iterator.next()).value?.size, 1);
  assert.deepEqual([stopped, signal.aborted], [[], false]);
  const next = iterator.next();
  assert.deepEqual([stopped, signal.aborted, finished], [[1], true, [true]]);
  offer(2);
  assert.equal((await next).value?.size, 2);
});

test("[P13] a view that must stop is aborted, and acted on until its taker asks for the next", async () => {
  const { stopped, views, offer, iterator } = setUp();
  const signal = offer(1);
  await iterator.next();
  views.stop(1);
  assert.deepEqual([stopped, signal.aborted], [[], true]);
  void iterator.next();
  assert.deepEqual(stopped, [1]);
});

test("[P13] a view that nobody took is stopped at once, and never delivered", async () => {
  const { stopped, views, offer, iterator } = setUp();
  offer(1);
  views.stop(1);
  assert.deepEqual([stopped, views.acting], [[1], undefined]);
  const next = iterator.next();
  offer(2);
  assert.equal((await next).value?.size, 2);
});

test("[P13] leaving the loop gives the view back", async () => {
  const { stopped, finished, offer, iterator } = setUp();
  offer(1);
  await iterator.next();
  await iterator.return?.();
  assert.deepEqual([stopped, finished], [[1], [false]]);
});

test("[P13] two loops over the views of one member do not act side by side", async () => {
  const { views, offer, iterator } = setUp();
  assert.throws(() => views[Symbol.asyncIterator](), { name: "Fault", code: "bad_input" });
  const waiting = iterator.next();
  await iterator.return?.();
  assert.deepEqual(await waiting, { done: true, value: undefined });
  const later = views[Symbol.asyncIterator]();
  const next = later.next();
  // That one is over, and takes nothing from the loop that is open now.
  assert.equal((await iterator.next()).done, true);
  const signal = offer(1);
  await iterator.return?.();
  assert.deepEqual([(await next).value?.size, signal.aborted], [1, false]);
});

test("[P13] a loop that begins after the end ends as well", async () => {
  const { views, iterator } = setUp();
  views.end(null);
  assert.equal((await iterator.next()).done, true);
  assert.equal((await views[Symbol.asyncIterator]().next()).done, true);
});

test("[P13] the views end with the membership, or throw what ended it", async () => {
  const quiet = setUp();
  const last = quiet.iterator.next();
  quiet.views.end(null);
  assert.deepEqual(await last, { done: true, value: undefined });
  const { views, iterator } = setUp();
  views.end(new Error("refused"));
  await assert.rejects(iterator.next(), /refused/);
});

test("[P13] when the membership ends no view is acted on any more, taken or not", async () => {
  const { views, offer, iterator } = setUp();
  const taken = offer(1);
  await iterator.next();
  const offered = offer(2);
  views.end(new Error("refused"));
  assert.deepEqual([taken.aborted, offered.aborted, views.acting?.size], [true, true, 1]);
  await assert.rejects(iterator.next(), /refused/);
});
