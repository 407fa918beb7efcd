import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { type Lock, WakeLock } from "./wake-lock.ts";

/** A screen that is kept on by each lock that is not released. */
function screen() {
  const locks: { released: boolean; release(): Promise<undefined> }[] = [];
  const request = async (): Promise<Lock> => {
    await turn();
    const lock = {
      released: false,
      release: async (): Promise<undefined> => {
        lock.released = true;
      },
    };
    locks.push(lock);
    return lock;
  };
  return { locks, request, held: () => locks.filter(({ released }) => !released).length };
}

test("[W72] the screen is kept on by one lock, taken anew when the browser took it back", async () => {
  const on = screen();
  const wake = new WakeLock(on);
  wake.set(true);
  await turn();
  await turn();
  wake.set(true);
  await turn();
  await turn();
  assert.deepEqual([on.held(), on.locks.length], [1, 1]);
  await on.locks[0]!.release();
  wake.set(true);
  await turn();
  await turn();
  assert.deepEqual([on.held(), on.locks.length], [1, 2]);
  wake.set(false);
  assert.equal(on.held(), 0);
});

test("[W72] a lock that comes when none is wanted any more, or twice, keeps no screen on", async () => {
  const on = screen();
  const wake = new WakeLock(on);
  wake.set(true);
  wake.set(false);
  await turn();
  await turn();
  assert.equal(on.held(), 0);
  wake.set(true);
  wake.set(true);
  await turn();
  await turn();
  assert.deepEqual([on.held(), on.locks.length], [1, 3]);
});

test("[W72] a browser that has no locks, or refuses one, is left alone", async () => {
  const none = new WakeLock(null);
  none.set(true);
  none.set(false);
  const refusing = new WakeLock({ request: () => Promise.reject(new Error("low battery")) });
  refusing.set(true);
  await turn();
  refusing.set(false);
});
