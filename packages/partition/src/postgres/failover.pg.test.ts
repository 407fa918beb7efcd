/** A server of its own that is lost, and whose asynchronous copy is promoted. */
import assert from "node:assert/strict";
import test from "node:test";
import { DatabaseError, type Pool } from "pg";
import { comesTrue } from "../../../../test/comes-true.ts";
import { openPool } from "../../../../test/postgres.ts";
import { TortureServer } from "../../../../test/torture/server.ts";
import { Fault } from "../fault.ts";
import { compareFences } from "../fence.ts";
import type { FencedGroup } from "../group.ts";
import { join } from "../join.ts";
import { systemPorts } from "../ports.ts";
import { postgres } from "../postgres.ts";
import { TIMING } from "../timing.ts";
import type { PostgresTransaction } from "./effects.ts";
import { Lent } from "./lent.ts";
import { openGroup } from "./opening.ts";
import { createSchema } from "./schema.ts";

type Member = FencedGroup<PostgresTransaction>;

const KEYS_EACH = 2;
const MEMBERS = 2;
const HEARD_MS_MAX = 100;
const SOON = { msMax: 15_000, everyMs: 20 };

test("[P15] after a failover that lost commits all start over, wait, and get higher fences", async () => {
  await using made = new AsyncDisposableStack();
  const server = await TortureServer.start(null);
  made.defer(() => server.close());
  const pool = openPool(server.url);
  made.defer(() => pool.end());
  await createSchema(pool);
  await pool.query("create table effect (key text)");
  const news: { what: string; atMs: number }[] = [];
  const members = await Promise.all(
    Array.from({ length: MEMBERS }, async () => {
      const group = await join(postgres(pool), "lines", { partitions: KEYS_EACH * MEMBERS });
      group.on("news", (each) => {
        const what = each.kind === "died" ? each.why : each.kind;
        news.push({ what, atMs: performance.now() });
      });
      return group;
    }),
  );
  made.defer(async () => void (await Promise.all(members.map((member) => member.leave()))));
  await comesTrue(() => members.every(hasItsKeys), SOON);
  const before = members.flatMap((member) => [...member.keys.values()]);
  const [owned] = before;
  await server.copy();
  const write = (transaction: PostgresTransaction) =>
    transaction.query("insert into effect values ($1)", [owned!.key]);
  assert.ok((await owned!.once("o1", write)) !== null);
  news.length = 0;

  await server.failOver(() => refusesWrites(pool));
  await comesTrue(() => news.filter(({ what }) => what === "joined").length === MEMBERS, SOON);
  assert.equal(news.filter(({ what }) => what === "failover").length, MEMBERS);
  assert.deepEqual(members.map(usable), [0, 0]);
  await comesTrue(() => members.some((member) => usable(member) > 0), SOON);
  const first = news.find(({ what }) => what === "joined");
  // The wait began a little before this test heard of the join.
  assert.ok(performance.now() - first!.atMs >= TIMING.watchMs - HEARD_MS_MAX);
  await comesTrue(() => members.every(hasItsKeys), SOON);
  await assert.rejects(owned!.transaction(write), { name: "Fault", code: "fenced" });
  for (const { key, fence } of before) {
    const now = members.find((member) => member.keys.has(key))!.owned(key);
    assert.ok(compareFences(now.fence, fence) > 0);
    assert.equal(now.fence.timeline, fence.timeline + 1);
  }
  // What was lost is lost, and so is the record that it had happened.
  assert.equal((await pool.query("select from effect")).rowCount, 0);
  const next = members.find((member) => member.keys.has(owned!.key))!.owned(owned!.key);
  assert.ok((await next.once("o1", write)) !== null);
});

/** As what may pass, and not as a bug, with what a copy says to a begin that wants to write. */
async function refusesWrites(pool: Pool): Promise<void> {
  const begin = async () => {
    const lent = await Lent.from(pool, systemPorts);
    try {
      await lent.begin();
    } finally {
      await lent.takeBack();
    }
  };
  const settings = { partitions: KEYS_EACH * MEMBERS, fenced: false };
  const open = () => openGroup({ pool, ports: systemPorts }, "lines", settings);
  for (const ask of [open, begin, () => createSchema(pool)]) {
    await assert.rejects(ask, (error) => {
      assert.ok(error instanceof Fault && error.cause instanceof DatabaseError);
      assert.deepEqual([error.code, error.cause.code], ["database_unavailable", "0A000"]);
      return true;
    });
  }
}

function usable(member: Member): number {
  return [...member.keys.values()].filter(({ isUsable }) => isUsable).length;
}

const hasItsKeys = (member: Member) => usable(member) === KEYS_EACH;
