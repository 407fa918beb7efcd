import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test, { after } from "node:test";
import type { Pool } from "pg";
import { openPool, openTestDatabase } from "../../../../test/postgres.ts";
import { postgres } from "../postgres.ts";
import { alive, asked, EIGHT, join, NUMBERING, openNew } from "../store.contract.ts";
import { describeSchema } from "./fake-dump.ts";
import { drain, explain, wasJoined, who } from "./inspect.ts";
import { createSchema, migrations } from "./schema.ts";

const database = await openTestDatabase([{ name: "partition", migrations }]);
after(() => database.close());
const { pool } = database;

/** A database of the same server with nothing in it. */
async function openEmpty(made: AsyncDisposableStack): Promise<Pool> {
  const name = `empty_${crypto.randomUUID().replaceAll("-", "")}`;
  await pool.query(`create database ${name}`);
  made.defer(async () => void (await pool.query(`drop database ${name} with (force)`)));
  const url = new URL(pool.options.connectionString ?? "");
  url.pathname = `/${name}`;
  const empty = openPool(url.href);
  made.defer(() => empty.end());
  return empty;
}

/** The same database, as another role. */
async function roleWith(grants: string): Promise<Pool> {
  const role = `role_${crypto.randomUUID().replaceAll("-", "")}`;
  await pool.query(`create role ${role} login password 'x'`);
  if (grants !== "") await pool.query(grants.replaceAll("ROLE", role));
  const url = new URL(pool.options.connectionString ?? "");
  url.username = role;
  url.password = "x";
  const other = openPool(url.href);
  after(async () => {
    await other.end();
    await pool.query(`drop owned by ${role}`);
    await pool.query(`drop role ${role}`);
  });
  return other;
}

test("[P1] a database without the schema is refused, and told what makes it", async () => {
  await using made = new AsyncDisposableStack();
  const empty = await openEmpty(made);
  const older = { name: "Fault", code: "database_older", message: /createSchema/ };
  await assert.rejects(openNew(postgres(empty), EIGHT), older);
  await Promise.all([createSchema(empty), createSchema(empty)]);
  await createSchema(empty);
  const { store } = await openNew(postgres(empty), EIGHT);
  assert.equal((await join(store)).reading.size, 1);
  await store.close();
  assert.deepEqual(await describeSchema(empty), await describeSchema(pool));
  await empty.query("delete from partition.step");
  await assert.rejects(openNew(postgres(empty), EIGHT), older);
});

test("[P1] a role without rights is refused, and told which; with them it is enough", async () => {
  const rights = { name: "Fault", code: "database_rights", message: /grant usage on schema/ };
  const before = await pool.query("select from partition.member_group");
  const usage = "grant usage on schema partition to ROLE";
  const noDelete = `${usage}; grant usage on all sequences in schema partition to ROLE;
    grant select, insert, update on all tables in schema partition to ROLE`;
  for (const grants of ["", usage, noDelete]) {
    await assert.rejects(openNew(postgres(await roleWith(grants)), NUMBERING), rights);
  }
  assert.equal((await pool.query("select from partition.member_group")).rowCount, before.rowCount);
  const may = await roleWith(
    `grant usage on schema partition to ROLE;
     grant select, insert, update, delete on all tables in schema partition to ROLE;
     grant usage on all sequences in schema partition to ROLE`,
  );
  const { store } = await openNew(postgres(may), EIGHT);
  const { id } = await join(store);
  assert.equal((await asked<"claim">(store, { kind: "claim", id, quota: 8 }))?.length, 8);
  await store.close();
});

test("[P1] members of another protocol are refused", async () => {
  const { store, name } = await openNew(postgres(pool), NUMBERING);
  await join(store);
  await pool.query("update partition.member_group set protocol = 0 where name = $1", [name]);
  const differs = { name: "Fault", code: "group_differs", message: /another version of/ };
  await assert.rejects(openNew(postgres(pool), NUMBERING, name), differs);
  await assert.rejects(join(store), differs);
  await store.close();
});

test("[P1] a database that is not there is unavailable, not refused", async () => {
  const nowhere = openPool("postgres://x:y@127.0.0.1:1/z");
  await assert.rejects(openNew(postgres(nowhere), EIGHT), {
    name: "Fault",
    code: "database_unavailable",
  });
  await nowhere.end();
});

test("[P15] the first to join on a new timeline removes all others, and waits to be steady", async () => {
  const { store, name } = await openNew(postgres(pool), NUMBERING);
  const { id: old, reading } = await join(store);
  await pool.query("update partition.member_group set timeline = 0 where name = $1", [name]);
  assert.equal((await alive(store, old)).steady, false);
  await asked<"steady">(store, { kind: "steady", id: old });
  assert.equal((await alive(store, old)).steady, false);
  const { id, reading: anew } = await join(store);
  assert.equal(await asked<"beat">(store, { kind: "beat", id: old, width: 3, load: 0 }), null);
  assert.equal(anew.size, 1);
  assert.ok(anew.epoch > reading.epoch);
  assert.equal(anew.steady, false);
  await asked<"steady">(store, { kind: "steady", id });
  assert.equal((await alive(store, id)).steady, true);
  await store.close();
});

test("[P8] people see who is there and who owns what, and can ask one to leave", async () => {
  const { store, name } = await openNew(postgres(pool), EIGHT);
  const { id } = await join(store);
  const { id: other } = await join(store);
  await asked<"claim">(store, { kind: "claim", id, quota: 3 });
  const seen = await who(pool, name);
  assert.deepEqual(
    seen.map((each) => [each.index, each.id, each.label, each.keys, each.draining]),
    [
      [0, id, "here", 3, false],
      [1, other, "here", 0, false],
    ],
  );
  assert.ok(seen.every(({ seenMs }) => seenMs >= 0 && seenMs < 60_000));
  assert.match((await explain(pool, name, "0"))?.join("\n") ?? "", new RegExp(`${id}.*\\[0/2\\]`));
  assert.match((await explain(pool, name, "7"))?.join("\n") ?? "", /free[^]*nobody has ever/);
  assert.equal(await explain(pool, name, "8"), null);
  assert.equal(await drain(pool, name, "1"), other);
  assert.equal(await drain(pool, name, id), id);
  assert.equal(await drain(pool, name, 2), null);
  assert.equal((await alive(store, other)).draining, true);
  assert.deepEqual(await who(pool, "nobody"), []);
  assert.deepEqual([await wasJoined(pool, name), await wasJoined(pool, "nobody")], [true, false]);
  await store.close();
});

test("[P14] the committed schema is the one that the steps make", async () => {
  const committed = await readFile(new URL("../schema.sql", migrations), "utf8");
  assert.equal(await describeSchema(pool), committed.replaceAll("\r\n", "\n"));
});
