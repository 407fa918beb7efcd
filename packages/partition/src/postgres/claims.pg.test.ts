import assert from "node:assert/strict";
import test, { after } from "node:test";
import type { Pool } from "pg";
import { openPool, openTestDatabase } from "../../../../test/postgres.ts";
import { postgres } from "../postgres.ts";
import { asked, claimed, EIGHT, join, leave, openNew } from "../store.contract.ts";
import type { GroupStore, MemberId } from "../store.ts";
import { beginRival, waitLonger } from "./fake-rival.ts";
import { migrations } from "./schema.ts";

const database = await openTestDatabase([{ name: "partition", migrations }]);
after(() => database.close());
const { pool } = database;
await waitLonger(pool);

const LOCK = "select from partition.ownership where group_name = $1 and key = any ($2) for update";

const names = (store: GroupStore<unknown>, id: MemberId, keys: readonly string[]) =>
  asked<"claimNames">(store, { kind: "claimNames", id, keys });

test("[P8] a claim passes by free partitions that are locked", async () => {
  const { store, name } = await openNew(postgres(pool), EIGHT);
  const { id } = await join(store);
  const rival = await beginRival(pool);
  await rival.query(LOCK, [name, ["0", "1"]]);
  assert.equal((await claimed(store, id, 8)).length, 6);
  await rival.commit();
  assert.equal((await claimed(store, id, 8)).length, 8);
  await store.close();
});

test("[P8] what the dead owned and somebody has locked is passed by", async () => {
  const { store, name } = await openNew(postgres(pool), EIGHT);
  const [dead, next] = [(await join(store)).id, (await join(store)).id];
  await claimed(store, dead, 8);
  await leave(store, dead);
  const rival = await beginRival(pool);
  await rival.query(LOCK, [name, ["0", "1", "2"]]);
  assert.equal((await claimed(store, next, 8)).length, 5);
  await rival.commit();
  await store.close();
});

test("[P8] a claim does not take what the living own for free", async () => {
  const { store } = await openNew(postgres(pool), EIGHT);
  const { id: rich } = await join(store);
  const { id: dead } = await join(store);
  const { id: next } = await join(store);
  await claimed(store, rich, 7);
  await claimed(store, dead, 1);
  await leave(store, dead);
  assert.equal((await claimed(store, next, 1)).length, 1);
  assert.equal((await claimed(store, rich, 7)).length, 7);
  await store.close();
});

test("[P8] who has a name is told without waiting for its lock", async () => {
  const { store, name } = await openNew(postgres(pool), EIGHT);
  const { id } = await join(store);
  const { id: other } = await join(store);
  await names(store, id, ["room/1"]);
  const rival = await beginRival(pool);
  await rival.query(LOCK, [name, ["room/1"]]);
  const answers = await names(store, other, ["room/1"]);
  assert.deepEqual(answers, [{ key: "room/1", owner: id, label: "here" }]);
  await rival.commit();
  await store.close();
});

test("[P8] a name whose lock came late is not stolen from a newcomer", async () => {
  const { store, name } = await openNew(postgres(pool), EIGHT);
  const { id } = await join(store);
  const { id: dead } = await join(store);
  await names(store, dead, ["room/1"]);
  await leave(store, dead);
  const far = await openNew(postgres(pool), EIGHT, name);
  await join(far.store);
  const rival = await beginRival(pool);
  await rival.query(LOCK, [name, ["room/1"]]);
  const waiting = names(store, id, ["room/1"]);
  await rival.waitedFor();
  const { id: newcomer } = await join(far.store);
  await rival.query(
    "update partition.ownership set owner = $2 where group_name = $1 and key = 'room/1'",
    [name, newcomer],
  );
  await rival.commit();
  assert.deepEqual(await waiting, [{ key: "room/1", owner: newcomer, label: "here" }]);
  await store.close();
  await far.store.close();
});

test("[P8] names of those who left or died go with later claims, what is locked later", async () => {
  const { store, name } = await openNew(postgres(pool), EIGHT);
  const [id, gone] = [(await join(store)).id, (await join(store)).id];
  await names(store, id, ["room/1"]);
  await names(store, gone, ["room/2", "room/3", "room/4"]);
  await claimed(store, gone, 8);
  await leave(store, gone);
  const left = async () => {
    const text = `
      select array(select key from partition.ownership
        where group_name = $1 and number is null order by key) as names,
      (select count(*)::integer from partition.gone where group_name = $1) as gone`;
    return (await pool.query<Record<string, unknown>>(text, [name])).rows[0];
  };
  const rival = await beginRival(pool);
  await rival.query(LOCK, [name, ["room/3"]]);
  assert.equal((await claimed(store, id, 8)).length, 8);
  assert.deepEqual(await left(), { names: ["room/1", "room/3"], gone: 1 });
  await rival.commit();
  await names(store, id, ["room/5"]);
  assert.deepEqual(await left(), { names: ["room/1", "room/5"], gone: 0 });
  await store.close();
});

test("[P8] a row that another took during the search is not counted as found", async () => {
  await using made = new AsyncDisposableStack();
  const halted = await openHalted(made);
  const { store, name } = await openNew(postgres(pool), EIGHT);
  const [slow, quick] = [(await join(store)).id, (await join(store)).id];
  const own = (owner: string, keys: readonly string[]) =>
    pool.query(
      "update partition.ownership set owner = $1 where group_name = $2 and key = any ($3)",
      [owner, name, keys],
    );
  // Whatever the search goes by, it meets the slow one's before those of the dead.
  const dead = "ffffffff-ffff-4fff-bfff-ffffffffffff";
  await own(slow, ["0", "3", "4", "5", "6", "7"]);
  await own(dead, ["1"]);
  await own(dead, ["2"]);
  await pool.query("update partition.member set label = 'halt' where id = $1", [slow]);
  const far = await openNew(postgres(halted), EIGHT, name);
  const { id } = await join(far.store);
  const rival = await beginRival(pool);
  await rival.query("select pg_advisory_xact_lock(77)");
  const claim = claimed(far.store, id, 1);
  await rival.waitedFor();
  await own(quick, ["1"]);
  await rival.commit();
  assert.deepEqual(
    (await claim).map(({ key }) => key),
    ["2"],
  );
  await far.store.close();
  await store.close();
});

/** A pool whose statements halt at each member with the label "halt", while lock 77 is held. */
async function openHalted(made: AsyncDisposableStack): Promise<Pool> {
  const role = `role_${crypto.randomUUID().replaceAll("-", "")}`;
  await pool.query(`
    create role ${role} login password 'x';
    grant usage on schema partition to ${role};
    grant select, insert, update, delete on all tables in schema partition to ${role};
    grant usage on all sequences in schema partition to ${role};
    create function public.halt(label text) returns boolean language plpgsql as $$
    begin
      if label = 'halt' then perform pg_advisory_xact_lock_shared(77); end if;
      return true;
    end $$;
    create policy halt on partition.member to ${role} using (public.halt(label));
    alter table partition.member enable row level security`);
  made.defer(async () => {
    await pool.query("alter table partition.member disable row level security");
    await pool.query("drop policy halt on partition.member");
    await pool.query(`drop function public.halt; drop owned by ${role}; drop role ${role}`);
  });
  const url = new URL(pool.options.connectionString ?? "");
  url.username = role;
  url.password = "x";
  const halted = openPool(url.href);
  made.defer(() => halted.end());
  return halted;
}
