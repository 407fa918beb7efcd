import assert from "node:assert/strict";
import { test } from "node:test";
import { FakePorts } from "../test/fake-ports.ts";
import { type Group, join, type MemoryTransaction, memory } from "./index.ts";

function setUp() {
  const ports = new FakePorts();
  const store = memory(() => ports.random());
  return { ports, enter: () => join(store, "reports", { partitions: 4, ports }) };
}

/** Acts on each view until it is aborted; says which there were. */
function follow({ views }: Group<MemoryTransaction>): string[] {
  const seen: string[] = [];
  void (async () => {
    for await (const { index, size, signal } of views) {
      seen.push(`${index}/${size}`);
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    }
    seen.push("end");
  })();
  return seen;
}

test("[P8] [P13] members share partitions and a numbering while they come and go", async () => {
  const { ports, enter } = setUp();
  const first = await enter();
  const seen = follow(first);
  await ports.pass(100);
  assert.equal(first.keys.size, 4);
  const second = await enter();
  await ports.pass(200);
  assert.deepEqual([first.keys.size, second.keys.size, second.view?.size], [2, 2, 2]);
  void second.leave();
  await ports.pass(200);
  await second.left;
  assert.deepEqual([first.keys.size, first.view?.size], [4, 1]);
  void first.leave();
  await ports.pass(200);
  assert.deepEqual(seen, ["0/1", "0/2", "0/1", "end"]);
});

test("[P8] a name is claimed by one, and by the next when it was handed back", async () => {
  const { ports, enter } = setUp();
  const [first, second] = [await enter(), await enter()];
  await ports.pass(200);
  const mine = await first.claim("room/1");
  assert.ok("fence" in mine && mine.isUsable);
  assert.deepEqual(await second.claim("room/1"), { key: "room/1", owner: first.id, label: "" });
  await first.release("room/1");
  assert.equal(mine.signal.aborted, true);
  assert.ok("fence" in (await second.claim("room/1")));
});

test("[P7] a member that hung may not act when it goes on, before anything else has happened", async () => {
  const { ports, enter } = setUp();
  const group = await enter();
  await ports.pass(100);
  const { view } = group;
  const owned = group.owned("0");
  assert.deepEqual([view?.isUsable, owned.isUsable], [true, true]);
  ports.hang(10_000);
  assert.deepEqual([view?.isUsable, owned.isUsable, group.view], [false, false, undefined]);
});

test("[P2] a member that has left owns nothing, and says so", async () => {
  const { ports, enter } = setUp();
  const group = await enter();
  await ports.pass(100);
  void group.leave();
  await ports.pass(200);
  assert.deepEqual([group.keys.size, group.view], [0, undefined]);
  await assert.rejects(group.claim("room/1"), { code: "left" });
  assert.throws(() => group.owned("0"), { code: "fenced" });
});
