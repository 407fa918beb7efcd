import assert from "node:assert/strict";
import { test } from "node:test";
import { FakePorts } from "../test/fake-ports.ts";
import { Fault } from "./fault.ts";
import { join, memory, type News, type Store } from "./index.ts";

const GONE = new Fault("database_unavailable", "the database does not answer");

/** A store whose database may be away. */
function setUp(isAway: boolean) {
  const ports = new FakePorts();
  const real = memory(() => ports.random());
  const database = { isAway };
  const store: Store<unknown> = {
    open: async (opening) => {
      const group = await real.open(opening);
      const execute: typeof group.execute = async (request) => {
        if (database.isAway) throw GONE;
        return group.execute(request);
      };
      return { ...group, transaction: () => Promise.reject(GONE), execute };
    },
  };
  return { ports, database, enter: () => join(store, "reports", { partitions: 2, ports }) };
}

test("[P14] a first join that the database does not answer is given up on after 10 s", async () => {
  const { ports, enter } = setUp(true);
  let isOver = false;
  const refused = assert.rejects(enter(), GONE).finally(() => (isOver = true));
  await ports.pass(9_000);
  assert.equal(isOver, false);
  await ports.pass(1_500);
  assert.equal(isOver, true);
  await refused;
});

test("[P14] that nothing answers is told once, when acting has ended, and a single failure is not", async () => {
  const { ports, database, enter } = setUp(false);
  const group = await enter();
  const news: News[] = [];
  group.on("news", (each) => void news.push(each));
  const away = async (ms: number) => {
    database.isAway = true;
    await ports.pass(ms);
    database.isAway = false;
    await ports.pass(1_000);
  };
  await away(1_000);
  assert.deepEqual(news, []);
  await away(12_000);
  assert.deepEqual(news, [{ kind: "unreachable", why: GONE }]);
  assert.equal(group.keys.size, 2);
  await away(4_000);
  assert.equal(news.length, 2);
});
