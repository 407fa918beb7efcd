import assert from "node:assert/strict";
import { test } from "node:test";
import { Fault } from "./fault.ts";
import { Holder } from "./holder.ts";
import { type Ports, systemPorts } from "./ports.ts";
import type { Effecting, MemberId } from "./store.ts";

const OWNED = { key: "1", fence: { timeline: 1, counter: 1, nonce: 7 } };

/** A store whose commits a test answers. */
function setUp(ports: Pick<Ports, "now" | "after"> = systemPorts) {
  const commit = Promise.withResolvers<boolean>();
  const lost = Promise.withResolvers<void>();
  const told: string[] = [];
  const holder = new Holder<null>({
    store: {
      transaction: async ({ run }: Effecting<null>) => {
        await run(null);
        return commit.promise;
      },
    },
    ports,
    isHeld: () => true,
    onOwned: () => void told.push("owned"),
    onLost: () => lost.promise,
    onYielded: (keys) => {
      told.push(`yielded ${keys.map(({ fence }) => fence.nonce).join(", ")}`);
    },
  });
  const held = holder.own("m-1" as MemberId, OWNED);
  return { commit, lost, told, holder, held };
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

test("[P10] a transaction is acknowledged after its commit, never before", async () => {
  const { commit, held } = setUp();
  const acknowledged: string[] = [];
  const done = held.transaction(async () => "done").then((result) => acknowledged.push(result));
  await settle();
  assert.deepEqual(acknowledged, []);
  commit.resolve(true);
  await done;
  assert.deepEqual(acknowledged, ["done"]);
});

test("[P10] a commit that was not answered, or was fenced, is no acknowledgement", async () => {
  for (const code of ["unknown_outcome", "fenced"] as const) {
    const { commit, held } = setUp();
    commit.reject(new Fault(code, "x"));
    await assert.rejects(
      held.transaction(async () => "done"),
      { code },
    );
  }
});

test("[P15] an operation that had happened before is answered with nothing", async () => {
  const [now, before] = [setUp(), setUp()];
  now.commit.resolve(true);
  before.commit.resolve(false);
  assert.equal(await now.held.once("o", async () => "done"), "done");
  assert.equal(await before.held.once("o", async () => "done"), null);
  await assert.rejects(
    now.held.once("job/\ud800", async () => "done"),
    { code: "bad_input" },
  );
});

test("[P8] a lost key is given back when its transactions and its listeners are through", async () => {
  const { commit, lost, told, holder, held } = setUp();
  const done = held.transaction(async () => "done");
  await settle();
  holder.lose("1");
  assert.deepEqual([held.signal.aborted, held.isUsable, holder.keys.size], [true, false, 0]);
  await assert.rejects(
    held.transaction(async () => "late"),
    { code: "fenced" },
  );
  lost.resolve();
  await settle();
  assert.deepEqual(told, ["owned"]);
  commit.resolve(true);
  await done;
  await settle();
  assert.deepEqual(told, ["owned", "yielded 7"]);
});

test("[P8] what a listener for the loss returns is waited for though nobody had heard of the key", async () => {
  const { lost, told, holder, held } = setUp();
  assert.equal(holder.keys.get("1"), held);
  holder.lose("1");
  await settle();
  assert.deepEqual([told, held.signal.aborted], [["owned"], true]);
  lost.resolve();
  await settle();
  assert.deepEqual(told, ["owned", "yielded 7"]);
});

test("[P7] keys that end at one moment are given back together", async () => {
  const { lost, told, holder } = setUp();
  const keys = ["2", "3"].map((key) => ({ key, fence: { ...OWNED.fence, nonce: Number(key) } }));
  for (const owned of keys) holder.own("m-1" as MemberId, owned);
  await settle();
  told.length = 0;
  for (const key of ["1", "2", "3"]) holder.lose(key);
  lost.resolve();
  await settle();
  assert.deepEqual(told, ["yielded 7, 2, 3"]);
});

test("[P7] of very many keys an application is told in parts, and each is unusable at once", async () => {
  let nowMs = 0;
  const parts: (() => void)[] = [];
  const { told, holder, held } = setUp({
    // Each look takes half of what may be taken at a time.
    now: () => ({ monotonicMs: (nowMs += 5), wallMs: 0 }),
    after: (_delayMs, run) => {
      parts.push(run);
      return () => {};
    },
  });
  const aborted: string[] = [];
  const all = [held];
  for (const key of ["2", "3", "4"]) {
    const fence = { ...OWNED.fence, nonce: Number(key) };
    all.push(holder.own("m-1" as MemberId, { key, fence }));
  }
  for (const { key, signal } of all) signal.addEventListener("abort", () => aborted.push(key));
  await settle();
  assert.deepEqual([told.length, parts.length, holder.keys.size], [2, 1, 4]);
  for (const { key } of all) holder.lose(key);
  assert.deepEqual([all.some(({ isUsable }) => isUsable), aborted], [false, []]);
  parts.shift()?.();
  // Each could be seen and used already: it is told of too, before its end.
  assert.deepEqual([told.length, aborted], [4, []]);
  parts.shift()?.();
  assert.deepEqual(aborted, ["1", "2"]);
  parts.shift()?.();
  assert.deepEqual([aborted, parts.length], [["1", "2", "3", "4"], 0]);
});
