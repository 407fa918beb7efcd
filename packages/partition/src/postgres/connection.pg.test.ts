import assert from "node:assert/strict";
import test, { after } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "pg";
import { openTestDatabase } from "../../../../test/postgres.ts";
import { postgres } from "../postgres.ts";
import {
  acknowledge,
  alive,
  asked,
  beat,
  claimed,
  EIGHT,
  join,
  NUMBERING,
  openNew,
} from "../store.contract.ts";
import type { MemberId } from "../store.ts";
import { openProxy, otherBackend } from "./fake-proxy.ts";
import { migrations } from "./schema.ts";

const database = await openTestDatabase([{ name: "partition", migrations }]);
after(() => database.close());
const { pool } = database;

const FENCED = { partitions: 4, fenced: true };
const unavailable = { name: "Fault", code: "database_unavailable" };

/** Ends the heartbeat connections, at the server. */
const terminate = () =>
  pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query like '%partition.%' and pid <> pg_backend_pid()`,
  );

async function within(limitMs: number, isSo: () => Promise<boolean> | boolean): Promise<boolean> {
  for (let waited = 0; waited < limitMs; waited += 10) {
    if (await isSo()) return true;
    await sleep(10);
  }
  return false;
}

test("[P3] heartbeats of many members go together, on one connection", async () => {
  const { store, name } = await openNew(postgres(pool), NUMBERING);
  const ids: MemberId[] = [];
  for (let i = 0; i < 50; i += 1) ids.push((await join(store)).id);
  const readings = await Promise.all(ids.map((id) => alive(store, id)));
  // The transactions that wrote the rows: no other group of the server is counted.
  const written =
    "select count(distinct xmin::text)::integer as n from partition.member where group_name = $1";
  const { rows } = await pool.query<{ n: number }>(written, [name]);
  assert.ok((rows[0]?.n ?? 50) < 10, `${rows[0]?.n} transactions for 50 heartbeats`);
  assert.deepEqual(
    readings.map(({ index }) => index),
    ids.map((_, index) => index),
  );
  const counted = "select distinct counter::integer from partition.member where group_name = $1";
  assert.deepEqual((await pool.query(counted, [name])).rows, [{ counter: 2 }]);
  await store.close();
});

test("[P3] a heartbeat whose row is being changed waits alone, and is no death", async () => {
  const { store } = await openNew(postgres(pool), NUMBERING);
  const [a, b] = [(await join(store)).id, (await join(store)).id];
  const client = await pool.connect();
  await client.query("begin");
  await client.query("select from partition.member where id = $1 for update", [a]);
  const both = Promise.all([alive(store, a), alive(store, b)]);
  await sleep(50);
  await client.query("commit");
  client.release();
  assert.deepEqual(
    (await both).map(({ index }) => index),
    [0, 1],
  );
  await store.close();
});

test("[P5] after a reconnect the session is another, and a watch of before buries nobody", async () => {
  const { store } = await openNew(postgres(pool), NUMBERING);
  const { id } = await join(store);
  const { id: other } = await join(store);
  const before = await alive(store, id);
  const [watched] = before.watched;
  await terminate();
  assert.ok(
    await within(10_000, () =>
      beat(store, id).then(
        () => true,
        () => false,
      ),
    ),
  );
  const now = await alive(store, id);
  assert.notEqual(now.server.session, before.server.session);
  const suspect = { id: other, counter: watched!.counter, server: before.server };
  assert.equal(await asked<"bury">(store, { kind: "bury", id, suspect }), false);
  const again = { ...suspect, server: now.server };
  assert.equal(await asked<"bury">(store, { kind: "bury", id, suspect: again }), true);
  await store.close();
});

test("[P14] a database that does not answer is given up on in a second, and asked anew", async () => {
  const proxy = await openProxy(pool);
  const { store } = await openNew(postgres(proxy.pool), NUMBERING);
  const { id } = await join(store);
  proxy.swallow = () => true;
  const startMs = performance.now();
  await assert.rejects(beat(store, id), unavailable);
  const tookMs = performance.now() - startMs;
  // A busy machine adds to the second.
  assert.ok(tookMs > 900 && tookMs < 4_500, `${tookMs} ms`);
  proxy.swallow = () => false;
  assert.ok(
    await within(10_000, () =>
      beat(store, id).then(
        (at) => at !== null,
        () => false,
      ),
    ),
  );
  await store.close();
  await proxy.close();
});

test("[P14] a lock that is not to be had is not waited for long", async () => {
  const { store, name } = await openNew(postgres(pool), NUMBERING);
  const { id } = await join(store);
  const client = await pool.connect();
  await client.query("begin");
  await client.query("select from partition.member_group where name = $1 for update", [name]);
  const tookMs: number[] = [];
  // The quickest of some: a busy machine is not what is asked about.
  while (tookMs.length < 5 && !tookMs.some((ms) => ms < 600)) {
    const startMs = performance.now();
    await assert.rejects(join(store), unavailable);
    tookMs.push(performance.now() - startMs);
  }
  assert.ok(Math.min(...tookMs) < 600, `${tookMs.join(" ")} ms`);
  assert.equal((await alive(store, id)).size, 1);
  await client.query("rollback");
  client.release();
  await store.close();
});

test("[P14] behind a pooler there are no notifications, and that is told once", async () => {
  const proxy = await openProxy(pool);
  proxy.rewrite = otherBackend;
  const told: string[] = [];
  const pooled = postgres(proxy.pool, { onNotice: (text) => told.push(text) });
  const { store, heard, name } = await openNew(pooled, FENCED);
  const { id } = await join(store);
  const other = await openNew(pooled, FENCED, name);
  await join(other.store);
  assert.equal((await alive(store, id)).size, 2);
  assert.equal((await claimed(store, id, 2)).length, 2);
  await sleep(100);
  assert.equal(heard.times, 0);
  assert.equal(told.length, 1);
  const locks = "select count(*)::integer as n from pg_locks where locktype = 'advisory'";
  assert.deepEqual((await pool.query(locks)).rows, [{ n: 0 }]);
  await store.close();
  await other.store.close();
  await proxy.close();
});

test("[P16] the loss of a lock that was seen held is told, and the member can be buried", async () => {
  const mine = await openNew(postgres(pool), FENCED);
  const proxy = await openProxy(pool);
  const other = await openNew(postgres(proxy.pool), FENCED, mine.name);
  const dropped: MemberId[] = [];
  const watching = await postgres(pool).open({
    name: mine.name,
    settings: FENCED,
    label: "",
    listener: { changed: () => {}, freed: () => {}, dropped: (id) => void dropped.push(id) },
  });
  const { id } = await join(watching);
  const { id: victim } = await join(other.store);
  const bury = () =>
    asked<"bury">(watching, { kind: "bury", id, suspect: { id: victim, dropped: true } });
  watching.follow(victim);
  await sleep(300);
  assert.equal(await bury(), false);
  assert.deepEqual(dropped, []);
  await proxy.close();
  assert.ok(await within(5_000, () => dropped.length > 0));
  assert.deepEqual(dropped, [victim]);
  assert.equal(await bury(), true);
  assert.equal(await beat(watching, victim), null);
  for (const { store } of [mine, other]) await store.close();
  await watching.close();
});

test("[P16] no limit of the pool or its role ends the wait for a lock", async () => {
  await using made = new AsyncDisposableStack();
  const limits = { query_timeout: 400, statement_timeout: 400, lock_timeout: 400 };
  const impatient = new Pool({ ...pool.options, ...limits });
  made.defer(() => impatient.end());
  const mine = await openNew(postgres(pool), FENCED);
  made.defer(() => mine.store.close());
  const { id: victim } = await join(mine.store);
  const dropped: MemberId[] = [];
  const store = await postgres(impatient).open({
    name: mine.name,
    settings: FENCED,
    label: "",
    listener: { changed: () => {}, freed: () => {}, dropped: (id) => void dropped.push(id) },
  });
  made.defer(() => store.close());
  store.follow(victim);
  const waits = `
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
    and query like '%advisory_lock_shared%' and clock_timestamp() - query_start > interval '500 ms'`;
  assert.ok(await within(5_000, async () => (await pool.query(waits)).rowCount === 1));
  await mine.store.close();
  assert.ok(await within(5_000, () => dropped.includes(victim)));
});

test("[P16] no lock of before a restart counts, and none in a group that is not fenced", async () => {
  for (const settings of [FENCED, EIGHT]) {
    const { store, name } = await openNew(postgres(pool), settings);
    const { id } = await join(store);
    const far = await openNew(postgres(pool), settings, name);
    const { id: victim } = await join(far.store);
    const before =
      "update partition.member set locked_under = locked_under - interval '1 s' where id = $1";
    await pool.query(before, [victim]);
    await far.store.close();
    await sleep(100);
    const suspect = { id: victim, dropped: true } as const;
    assert.equal(await asked<"bury">(store, { kind: "bury", id, suspect }), false);
    await store.close();
  }
});

test("[P13] of two who acknowledge last at the same moment one tells all", async () => {
  const { store, heard } = await openNew(postgres(pool), NUMBERING);
  const far = postgres(pool);
  const { name } = await openNew(postgres(pool), NUMBERING);
  const there = await openNew(far, NUMBERING, name);
  const here = await openNew(postgres(pool), NUMBERING, name);
  const a = await join(here.store);
  const b = await join(there.store);
  for (let epoch = b.reading.epoch; epoch < b.reading.epoch + 5; epoch += 1) {
    await pool.query("update partition.member_group set epoch = $2 where name = $1", [name, epoch]);
    const before = here.heard.times;
    await Promise.all([
      acknowledge(here.store, a.id, epoch),
      acknowledge(there.store, b.id, epoch),
    ]);
    assert.ok(await within(5_000, () => here.heard.times > before), `epoch ${epoch} is not told`);
  }
  assert.equal(heard.times, 0);
  for (const each of [store, here.store, there.store]) await each.close();
});
