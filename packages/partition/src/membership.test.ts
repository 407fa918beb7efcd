import assert from "node:assert/strict";
import { test } from "node:test";
import { FakePorts } from "../test/fake-ports.ts";
import { type Group, join, type MemoryTransaction, memory } from "./index.ts";
import { TIMING } from "./timing.ts";

function setUp() {
  const ports = new FakePorts();
  const store = memory(() => ports.random());
  const enter = (through = store) => join(through, "reports", { partitions: 4, ports });
  return { ports, store, enter };
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

test("[P8] who begins to listen is told of the keys that are held already, and of each once", async () => {
  const { ports, enter } = setUp();
  const group = await enter();
  assert.equal(group.keys.size, 4);
  const told: string[] = [];
  const end = group.on("owned", ({ key }) => told.push(key));
  group.on("owned", () => assert.fail("it listens no longer"))();
  await ports.pass(100);
  end();
  assert.deepEqual(told, ["0", "1", "2", "3"]);
});

test("[P8] a name that is claimed while it is on its way back is given back, then claimed", async () => {
  const { ports, enter } = setUp();
  const group = await enter();
  const first = await group.claim("room/1");
  const stopping = Promise.withResolvers<void>();
  group.on("lost", () => stopping.promise);
  const released = group.release("room/1");
  const [again, same] = [group.claim("room/1"), group.claim("room/1")];
  const aborted = group.claim("room/1", { signal: AbortSignal.abort(new Error("enough")) });
  await assert.rejects(aborted, /enough/);
  await ports.pass(100);
  stopping.resolve();
  const all = Promise.all([released, again, same]);
  const done = await Promise.race([all, ports.pass(100)]);
  assert.ok(done !== undefined, "the release or a claim never ends");
  const [, second, third] = done;
  assert.ok("fence" in first && "fence" in second && second.fence.counter > first.fence.counter);
  assert.equal(second, third);
});

test("[P8] what a member on its way out claimed is claimed anew when it is back", async () => {
  const { ports, store, enter } = setUp();
  const held = Promise.withResolvers<void>();
  let claims = 0;
  const slow: typeof store = {
    ...store,
    open: async (opening) => {
      const opened = await store.open(opening);
      return {
        ...opened,
        execute: async (request) => {
          const answer = await opened.execute(request);
          if (request.kind === "claimNames" && claims++ === 0) await held.promise;
          return answer;
        },
      };
    },
  };
  const group = await enter(slow);
  const news: string[] = [];
  group.on("news", ({ kind }) => news.push(kind));
  void (async () => {
    for await (const _ of group.views) await new Promise(() => {});
  })();
  await ports.pass(100);
  const claimed = group.claim("room/1");
  const other = await enter();
  await ports.pass(TIMING.stopMs + 2 * TIMING.beatMs);
  assert.deepEqual(news, ["died"]);
  held.resolve();
  const answer = await Promise.race([claimed, ports.pass(2_000)]);
  assert.deepEqual(news, ["died", "joined"]);
  assert.ok(answer !== undefined, "the claim never ends");
  assert.ok("fence" in answer && answer.isUsable);
  void group.leave();
  void other.leave();
  await ports.pass(200);
});

test("[P13] a view that is over is fenced, and does an operation once", async () => {
  const { ports, enter } = setUp();
  const group = await enter();
  follow(group);
  await ports.pass(100);
  const { view } = group;
  assert.ok(view !== undefined);
  assert.equal(await view.transaction(async () => "done"), "done");
  assert.equal(await view.once("o", async () => "done"), "done");
  assert.equal(await view.once("o", async () => "done"), null);
  void group.leave();
  await ports.pass(100);
  const fenced = { name: "Fault", code: "fenced" };
  assert.throws(() => view.signal.throwIfAborted(), fenced);
  await assert.rejects(async () => view.transaction(async () => "late"), fenced);
  await assert.rejects(async () => view.once("p", async () => "late"), fenced);
});

test("[P8] a group whose setting is known at run time only is not one with views", async () => {
  const { ports } = setUp();
  const fenced = ports.random() < 2;
  const group = await join(memory(), "reports", { fenced, ports });
  // @ts-expect-error Such a group may have none.
  assert.ok(group.views);
  void group.leave();
  await ports.pass(100);
  await group.left;
});

test("[P13] a new loop over the views gets the numbering that the last one left", async () => {
  const { ports, enter } = setUp();
  const group = await enter();
  for await (const view of group.views) {
    assert.equal(view.size, 1);
    break;
  }
  const again = follow(group);
  await ports.pass(100);
  assert.deepEqual(again, ["0/1"]);
  void group.leave();
  await ports.pass(200);
  assert.deepEqual(again, ["0/1", "end"]);
});
