import assert from "node:assert/strict";
import { test } from "node:test";
import { Process } from "./process.ts";
import { World } from "./world.ts";

function setUp(drift = 0) {
  const world = new World(1);
  const process = new Process(world, { name: "p", drift });
  const startMs = process.monotonicMs();
  const startWallMs = process.wallMs();
  return {
    world,
    process,
    monotonicMs: () => process.monotonicMs() - startMs,
    wallMs: () => process.wallMs() - startWallMs,
  };
}

test("clocks drift, and a timer waits for the process's own", () => {
  const { world, process, monotonicMs, wallMs } = setUp(0.25);
  let firedAtMs = 0;
  process.after(1_000, () => {
    firedAtMs = world.nowMs;
  });
  world.runUntil(2_000);
  near(monotonicMs(), 2_500);
  near(wallMs(), 2_500);
  near(firedAtMs, 800);
  near(process.trueMs(process.monotonicMs()), 2_000);
});

test("what reaches a paused process happens when it goes on, in order, and its clocks ran", () => {
  const { world, process, monotonicMs } = setUp();
  const happened: string[] = [];
  process.after(100, () => happened.push("timer"));
  process.pause();
  world.runUntil(5_000);
  process.happens(() => happened.push("message"));
  assert.deepEqual(happened, []);
  process.resume();
  assert.deepEqual(happened, ["timer", "message"]);
  near(monotonicMs(), 5_000);
});

test("while the machine sleeps the wall clock runs and the monotonic one stands", () => {
  const { world, process, monotonicMs, wallMs } = setUp();
  let firedAtMs = 0;
  process.after(100, () => {
    firedAtMs = world.nowMs;
  });
  world.runUntil(40);
  process.sleep();
  world.runUntil(3_040);
  near(monotonicMs(), 40);
  process.wake();
  world.runUntil(4_000);
  near(monotonicMs(), 1_000);
  near(wallMs(), 4_000);
  // A timer does not count the sleep either.
  near(firedAtMs, 3_100);
  near(process.trueMs(process.monotonicMs()), 4_000);
});

test("a cancelled timer does not fire, also when it was due while the process hung", () => {
  const { world, process } = setUp();
  const cancel = process.after(100, () => assert.fail("it fired"));
  process.pause();
  world.runUntil(200);
  cancel();
  process.resume();
});

test("nothing happens to a dead process", () => {
  const { world, process } = setUp();
  process.after(100, () => assert.fail("it fired"));
  process.pause();
  process.kill();
  process.resume();
  world.runUntil(200);
  process.happens(() => assert.fail("it happened"));
  assert.equal(process.isAlive, false);
});

/** Clocks are sums of fractions. */
function near(ms: number, expected: number): void {
  assert.ok(Math.abs(ms - expected) < 0.01, `${ms}`);
}
