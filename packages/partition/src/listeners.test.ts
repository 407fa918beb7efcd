import assert from "node:assert/strict";
import { after, test } from "node:test";
import { FakePorts } from "../test/fake-ports.ts";
import { Fault, join, memory } from "./index.ts";
import { Listeners } from "./listeners.ts";

const thrown: unknown[] = [];
process.setUncaughtExceptionCaptureCallback((error) => void thrown.push(error));
after(() => process.setUncaughtExceptionCaptureCallback(null));

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const broken = (why: unknown) => () => {
  throw why;
};

async function setUp() {
  thrown.length = 0;
  const ports = new FakePorts();
  const store = memory(() => ports.random());
  return { ports, group: await join(store, "reports", { partitions: 4, ports }) };
}

test("[P8] what a listener throws the process hears of, and the other listeners of the event", async () => {
  thrown.length = 0;
  const listeners = new Listeners<{ readonly said: (what: string) => unknown }>();
  const heard: string[] = [];
  const [now, later] = [new Error("now"), new Error("later")];
  listeners.on("said", broken(now));
  listeners.on("said", () => Promise.reject(later));
  listeners.on("said", (what) => heard.push(what));
  await listeners.tell("said", "hello");
  await settled();
  assert.deepEqual([heard, thrown], [["hello"], [now, later]]);
});

test("[P8] a listener that throws costs its member nothing", async () => {
  const { ports, group } = await setUp();
  const left: string[] = [];
  void group.left.finally(() => left.push("left"));
  // No answer of the database, though it looks like one.
  const why = new Fault("fenced", "not mine");
  group.on("owned", broken(why));
  group.on("lost", broken(why));
  group.on("news", broken(why));
  await ports.pass(10_000);
  assert.deepEqual([group.keys.size, left, thrown], [4, [], [why, why, why, why]]);
  const named = await group.claim("room/1");
  await group.release("room/1");
  assert.ok("signal" in named && named.signal.aborted);
  void group.leave();
  await ports.pass(200);
  await group.left;
  // Of the name twice, and of the four.
  assert.equal(thrown.length, 10);
});
