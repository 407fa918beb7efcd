import assert from "node:assert/strict";
import test, { after } from "node:test";
import { openTestDatabase } from "../../../../test/postgres.ts";
import { postgres } from "../postgres.ts";
import { alive, asked, claimed, EIGHT, join, NUMBERING, openNew } from "../store.contract.ts";
import { beginRival, waitLonger } from "./fake-rival.ts";
import { migrations } from "./schema.ts";

const database = await openTestDatabase([{ name: "partition", migrations }]);
after(() => database.close());
const { pool } = database;
await waitLonger(pool);

const differs = { name: "Fault", code: "group_differs" };

test("[P1] who joins while another settles the group otherwise is refused", async () => {
  const { store, name } = await openNew(postgres(pool), EIGHT);
  const rival = await beginRival(pool);
  await rival.query("select from partition.member_group where name = $1 for update", [name]);
  const refused = assert.rejects(join(store), differs);
  await rival.waitedFor();
  await rival.query("select partition.join_group($1, 4, false, 1, '', false)", [name]);
  await rival.commit();
  await refused;
  await store.close();
});

test("[P1] joiners at the same moment wait for each other and get two indices", async () => {
  const { store, name } = await openNew(postgres(pool), NUMBERING);
  const rival = await beginRival(pool);
  await rival.query("select partition.join_group($1, 0, false, 1, '', false)", [name]);
  const waiting = join(store);
  await rival.waitedFor();
  await rival.commit();
  const { index, size } = (await waiting).reading;
  assert.deepEqual({ index, size }, { index: 1, size: 2 });
  await store.close();
});

test("[P1] the killed keep the settings until they are buried, and the refusal says so", async () => {
  const { name } = await openNew(postgres(pool), EIGHT);
  const killed = await openNew(postgres(pool), EIGHT, name);
  const { id: dead } = await join(killed.store);
  await killed.store.close();
  const wanted = { partitions: 4, fenced: false };
  const said =
    /of size 1 has 8 partitions.*until one that joined with its settings has buried them/s;
  await assert.rejects(openNew(postgres(pool), wanted, name), { ...differs, message: said });
  const { store } = await openNew(postgres(pool), EIGHT, name);
  const { id } = await join(store);
  const { watched, server } = await alive(store, id);
  const suspect = { id: dead, counter: watched[0]!.counter, server };
  assert.equal(await asked<"bury">(store, { kind: "bury", id, suspect }), true);
  await asked<"leave">(store, { kind: "leave", id });
  const other = await openNew(postgres(pool), wanted, name);
  assert.equal((await join(other.store)).reading.size, 1);
  await other.store.close();
  await store.close();
});

test("[P15] a group that is new on a database that failed over before waits to be steady", async () => {
  await using made = new AsyncDisposableStack();
  const lines = await openTestDatabase([{ name: "partition", migrations }]);
  made.defer(() => lines.close());
  await lines.pool.query(
    "create or replace function partition.timeline() returns integer stable language sql return 2",
  );
  const { store, name } = await openNew(postgres(lines.pool), NUMBERING);
  made.defer(() => store.close());
  const { id, reading } = await join(store);
  assert.equal(reading.steady, false);
  await asked<"steady">(store, { kind: "steady", id });
  assert.equal((await alive(store, id)).steady, true);
  await lines.pool.query(
    "create or replace function partition.timeline() returns integer stable language sql return 3",
  );
  const answer = await store.execute({ kind: "beat", id, width: 0, load: 0 });
  assert.equal(answer.timeline, 3);
  assert.equal((await alive(store, id)).steady, false);
  await asked<"steady">(store, { kind: "steady", id });
  assert.equal((await alive(store, id)).steady, false);
  const anew = await join(store);
  assert.deepEqual([anew.reading.size, anew.reading.steady], [1, false]);
  assert.equal(anew.reading.everyone, anew.reading.epoch);
  const members = "select id from partition.member where group_name = $1";
  assert.deepEqual((await lines.pool.query(members, [name])).rows, [{ id: anew.id }]);
});

test("[P15] fences do not go back in a database that was restored onto a lower timeline", async () => {
  const { store, name } = await openNew(postgres(pool), EIGHT);
  const joinedOn = async (before: number) => {
    await pool.query("update partition.member_group set timeline = $2 where name = $1", [
      name,
      before,
    ]);
    const { id } = await join(store);
    return (await claimed(store, id, 1))[0]!.fence.timeline;
  };
  // As if copied from one that had failed over six times; then as if this one failed over.
  assert.deepEqual([await joinedOn(1), await joinedOn(7), await joinedOn(0)], [1, 8, 8]);
  await store.close();
});

test("[P1] who comes first has all partitions, also those that somebody removed", async () => {
  const { store, name } = await openNew(postgres(pool), EIGHT);
  await pool.query("delete from partition.ownership where group_name = $1 and number = 3", [name]);
  const { id } = await join(store);
  assert.equal((await claimed(store, id, 8)).length, 8);
  await store.close();
});

test("[P13] nobody who is not in is waited for, whatever is done to the rows by hand", async () => {
  const orphan = "insert into partition.permit values (gen_random_uuid(), 'orphaned', 0)";
  await assert.rejects(pool.query(orphan), { code: "23503" });
  const { store, name } = await openNew(postgres(pool), NUMBERING);
  const { id } = await join(store);
  const member = "delete from partition.member where group_name = $1";
  await pool.query(member, [name]);
  assert.equal(
    (await pool.query("select from partition.permit where member = $1", [id])).rowCount,
    0,
  );
  await store.close();
});

test("[P4] a row that was removed by hand is nobody to watch", async () => {
  const { store } = await openNew(postgres(pool), NUMBERING);
  const [first, second, third] = [await join(store), await join(store), await join(store)];
  await pool.query("delete from partition.member where id = $1", [second.id]);
  const { watched } = await alive(store, first.id);
  assert.deepEqual(
    watched.map(({ id }) => id),
    [third.id],
  );
  await store.close();
});
