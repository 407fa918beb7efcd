import assert from "node:assert/strict";
import test, { after } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "pg";
import { openTestDatabase } from "../../../../test/postgres.ts";
import { postgres } from "../postgres.ts";
import { acknowledge, claimed, EIGHT, join, leave, NUMBERING, openNew } from "../store.contract.ts";
import type { GroupStore, MemberId, Owned } from "../store.ts";
import { fenceSql, type PostgresTransaction } from "./effects.ts";
import { openProxy } from "./fake-proxy.ts";
import { beginRival } from "./fake-rival.ts";
import { migrations } from "./schema.ts";

const database = await openTestDatabase([{ name: "partition", migrations }]);
after(() => database.close());
const { pool } = database;
await pool.query("create table effect (name text)");

const fenced = { name: "Fault", code: "fenced" };

interface Owner {
  readonly store: GroupStore<PostgresTransaction>;
  readonly name: string;
  readonly id: MemberId;
  readonly owned: Owned;
}

async function newOwner(through = pool): Promise<Owner> {
  const { store, name } = await openNew(postgres(through), EIGHT);
  const { id } = await join(store);
  const [owned] = await claimed(store, id, 8);
  return { store, name, id, owned: owned! };
}

function commit(
  { store, id, owned }: Owner,
  run: (transaction: PostgresTransaction) => Promise<void>,
  operation: string | null = null,
): Promise<boolean> {
  return store.transaction({ guard: { kind: "key", id, owned }, operation, run });
}

const write = (name: string) => async (transaction: PostgresTransaction) => {
  await transaction.query("insert into effect (name) values ($1)", [name]);
};

/** What a server says whose messages are not English. */
const german = (bytes: Buffer) =>
  Buffer.from(bytes.toString("latin1").replaceAll("SERROR\0", "SFEHLR\0"), "latin1");

async function happened(name: string): Promise<number> {
  const { rows } = await pool.query("select from effect where name = $1", [name]);
  return rows.length;
}

test("[P9] a takeover waits for no transaction: it passes by what is locked", async () => {
  const owner = await newOwner();
  const { store, name, id } = owner;
  const { id: next } = await join(store);
  const during = Promise.withResolvers<void>();
  const { promise: isTaken, resolve: take } = Promise.withResolvers<void>();
  const done = commit(owner, async (transaction) => {
    await write(name)(transaction);
    during.resolve();
    await isTaken;
  });
  await during.promise;
  await leave(store, id);
  const others = await claimed(store, next, 8);
  take();
  assert.equal(others.length, 7);
  assert.equal(await done, true);
  assert.equal((await claimed(store, next, 8)).length, 8);
  await assert.rejects(commit(owner, write(name)), fenced);
  assert.equal(await happened(name), 1);
  await store.close();
});

test("[P9] a savepoint is the application's whatever its parsers make of text", async () => {
  const types = { getTypeParser: () => (value: string) => ({ value }) };
  const parsing = new Pool({ ...pool.options, types });
  const owner = await newOwner(parsing);
  const done = commit(owner, async (transaction) => {
    await transaction.query("savepoint one");
    await transaction.query("rollback to savepoint one");
    await write(owner.name)(transaction);
  });
  assert.equal(await done, true);
  assert.equal(await happened(owner.name), 1);
  await owner.store.close();
  await parsing.end();
});

test("[P9] who waits for the lock while the key changes hands is fenced", async () => {
  const owner = await newOwner();
  const client = await pool.connect();
  await client.query("begin");
  await client.query(
    "update partition.ownership set nonce = nonce + 1 where group_name = $1 and key = $2",
    [owner.name, owner.owned.key],
  );
  // It may be refused before the commit is answered.
  const late = assert.rejects(commit(owner, write(owner.name)), fenced);
  await sleep(100);
  await client.query("commit");
  client.release();
  await late;
  assert.equal(await happened(owner.name), 0);
  await owner.store.close();
});

test("[P13] an acknowledgement waits for effects under the view before", async () => {
  const { store, name } = await openNew(postgres(pool), NUMBERING);
  const { id, reading } = await join(store);
  const { reading: next } = await join(store);
  const during = Promise.withResolvers<void>();
  let isDone = false;
  const done = store.transaction({
    guard: { kind: "view", id, epoch: reading.epoch },
    operation: null,
    run: async (transaction) => {
      await write(name)(transaction);
      during.resolve();
      await sleep(150);
      isDone = true;
    },
  });
  await during.promise;
  await acknowledge(store, id, next.epoch);
  assert.equal(isDone, true);
  assert.equal(await done, true);
  await store.close();
});

test("[P15] a commit that is not answered has an unknown outcome, and once is once", async () => {
  const proxy = await openProxy(pool);
  const owner = await newOwner(proxy.pool);
  proxy.swallow = (bytes) => bytes.includes("commit\0");
  const unknown = { name: "Fault", code: "unknown_outcome" };
  await assert.rejects(commit(owner, write(owner.name), "o1"), unknown);
  assert.equal(await happened(owner.name), 1);
  proxy.swallow = () => false;
  assert.equal(await commit(owner, write(owner.name), "o1"), false);
  assert.equal(await happened(owner.name), 1);
  await owner.store.close();
  await proxy.close();
});

test("[P14] a transaction that takes too long is ended by the database, and said so", async () => {
  const owner = await newOwner();
  const tooLong = { name: "Fault", code: "too_long" };
  const idle = commit(owner, async (transaction) => {
    await write(owner.name)(transaction);
    await sleep(1_800);
  });
  const busy = commit(owner, async (transaction) => {
    await transaction.query("select pg_sleep(5)");
  });
  await Promise.all([assert.rejects(idle, tooLong), assert.rejects(busy, tooLong)]);
  assert.equal(await happened(owner.name), 0);
  assert.equal(await commit(owner, write(owner.name)), true);
  await owner.store.close();
});

test("[P14] a server that is gone in the middle of a transaction ends nothing else", async () => {
  const owner = await newOwner();
  const run = async (transaction: PostgresTransaction) => {
    const { rows } = await transaction.query<{ pid: number }>("select pg_backend_pid() as pid");
    await pool.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
    await sleep(100);
    await write(owner.name)(transaction);
  };
  await assert.rejects(commit(owner, run), { name: "Fault", code: "database_unavailable" });
  assert.equal(await commit(owner, write(owner.name)), true);
  await owner.store.close();
});

test("[P10] an effect whose failed statement was ignored is not said to be done", async () => {
  const owner = await newOwner();
  const run = async (transaction: PostgresTransaction) => {
    await write(owner.name)(transaction);
    await transaction.query("select 1 / 0").catch(() => {});
  };
  await assert.rejects(commit(owner, run), /a statement of the transaction failed/);
  assert.equal(await happened(owner.name), 0);
  await owner.store.close();
});

test("[P10] a statement after the transaction's end is refused", async () => {
  const owner = await newOwner();
  const kept: PostgresTransaction[] = [];
  await commit(owner, async (transaction) => void kept.push(transaction));
  await assert.rejects(kept[0]!.query("select 1"), /is over/);
  await owner.store.close();
});

test("[P15] an operation of a day ago is forgotten by and by", async () => {
  const owner = await newOwner();
  await pool.query(
    `insert into partition.operation (group_name, id, at)
     select $1, n::text, clock_timestamp() - interval '25 hours' from generate_series(1, 6) n`,
    [owner.name],
  );
  await commit(owner, write(owner.name), "a");
  await commit(owner, write(owner.name), "b");
  const { rows } = await pool.query(
    "select id from partition.operation where group_name = $1 order by id",
    [owner.name],
  );
  assert.deepEqual(rows, [{ id: "a" }, { id: "b" }]);
  await owner.store.close();
});

test("[P10] an error of the application is its own, in whatever language the server speaks", async () => {
  await using made = new AsyncDisposableStack();
  const proxy = await openProxy(pool);
  made.defer(() => proxy.close());
  const owner = await newOwner(proxy.pool);
  made.defer(() => owner.store.close());
  proxy.rewrite = german;
  let removed = 0;
  proxy.pool.on("remove", () => void (removed += 1));
  await pool.query("create table only_one (name text unique deferrable initially immediate)");
  const twice = (when: string) =>
    commit(owner, async (transaction) => {
      await transaction.query(`set constraints all ${when}`);
      await transaction.query("insert into only_one values ('a'), ('a')");
    });
  for (const when of ["immediate", "deferred"]) {
    await assert.rejects(twice(when), { name: "error", code: "23505" }, when);
  }
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const circular = async (transaction: PostgresTransaction) =>
    void (await transaction.query("select $1::json", [circle]));
  await assert.rejects(commit(owner, circular), TypeError);
  assert.equal(await commit(owner, write(owner.name)), true);
  assert.equal(removed, 0);
});

test("[P9] the fence stands inside of a statement of one's own", async () => {
  const { store, name, id, owned } = await newOwner();
  await pool.query("insert into effect (name) values ($1)", [name]);
  const fence = fenceSql(["$2", "$3", "$4", "$5"]);
  const update = `update effect set name = name where name = $1 and exists (${fence})`;
  const values = [name, name, owned.key, id, owned.fence.nonce];
  const count = async () => (await pool.query(update, values)).rowCount;
  assert.equal(await count(), 1);
  const rival = await beginRival(pool);
  await rival.query("select partition.release($1, $2, $3)", [id, [owned.key], [owned.fence.nonce]]);
  const late = count();
  await rival.waitedFor();
  await rival.commit();
  assert.equal(await late, 0);
  assert.equal(await count(), 0);
  await store.close();
});
