import assert from "node:assert/strict";
import test from "node:test";
import { FakeTimers } from "../test/fake-timers.ts";
import { guarded, repeat } from "./timers.ts";

test("[M14] what a timer's work throws is told, ends nothing, and what repeats goes on", async () => {
  const [timers, errors] = [new FakeTimers(), [] as unknown[]];
  const bug = new TypeError("a bug");
  const stop = repeat(
    guarded(timers, (error) => errors.push(error)),
    100,
    () => {
      throw bug;
    },
  );
  await timers.pass(200);
  assert.deepEqual(errors, [bug, bug]);
  stop();
  assert.equal(timers.waiting, 0);
});
