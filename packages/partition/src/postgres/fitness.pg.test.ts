import assert from "node:assert/strict";
import test, { after } from "node:test";
import { Pool, type types } from "pg";
import { openPool, openTestDatabase } from "../../../../test/postgres.ts";
import { postgres } from "../postgres.ts";
import { alive, EIGHT, join, openNew } from "../store.contract.ts";
import { beginRival } from "./fake-rival.ts";
import { checkServer } from "./fitness.ts";
import { who } from "./inspect.ts";
import { readingOf } from "./requests.ts";
import { createSchema, migrations } from "./schema.ts";

const database = await openTestDatabase([{ name: "partition", migrations }]);
after(() => database.close());
const { pool } = database;

/** A database of the same server with nothing in it. */
async function openEmpty(made: AsyncDisposableStack, how = ""): Promise<Pool> {
  const name = `empty_${crypto.randomUUID().replaceAll("-", "")}`;
  await pool.query(`create database ${name} ${how}`);
  made.defer(async () => void (await pool.query(`drop database ${name} with (force)`)));
  const url = new URL(pool.options.connectionString ?? "");
  url.pathname = `/${name}`;
  const empty = openPool(url.href);
  made.defer(() => empty.end());
  return empty;
}

async function isEmpty(of: Pool): Promise<boolean> {
  const { rowCount } = await of.query("select from pg_namespace where nspname = 'partition'");
  return rowCount === 0;
}

test("[P1] a server that is too old is refused, and so is a database whose texts are not Unicode", async () => {
  await using made = new AsyncDisposableStack();
  const older = { version: 160_004, named: "16.4", encoding: "UTF8" };
  assert.throws(() => checkServer(older), { code: "server_older", message: /16\.4; 17 or later/ });
  const how =
    "encoding 'LATIN1' locale_provider libc lc_collate 'C' lc_ctype 'C' template template0";
  const latin = await openEmpty(made, how);
  const unfit = { name: "Fault", code: "database_unfit", message: /LATIN1/ };
  await assert.rejects(createSchema(latin), unfit);
  assert.equal(await isEmpty(latin), true);
  await assert.rejects(openNew(postgres(latin), EIGHT), unfit);
});

test("[P1] who may not make the schema is told who can let him, and what is not ours is left", async () => {
  await using made = new AsyncDisposableStack();
  const empty = await openEmpty(made);
  const role = `role_${crypto.randomUUID().replaceAll("-", "")}`;
  await pool.query(`create role ${role} login password 'x'`);
  made.defer(async () => void (await pool.query(`drop role ${role}`)));
  const url = new URL(empty.options.connectionString ?? "");
  url.username = role;
  url.password = "x";
  const other = openPool(url.href);
  made.defer(() => other.end());
  const grant = new RegExp(`grant create on database empty_\\w+ to ${role}`);
  const rights = { name: "Fault", code: "database_rights", message: grant };
  await assert.rejects(createSchema(other), rights);
  await empty.query("create schema partition; create table partition.step (number integer)");
  await assert.rejects(createSchema(empty), { name: "Fault", code: "database_unfit" });
  await empty.query("alter table partition.step rename number to other");
  await assert.rejects(createSchema(empty), { name: "Fault", code: "database_unfit" });
});

test("[P14] a database that is not there, or breaks, is unavailable to who makes the schema", async () => {
  await using made = new AsyncDisposableStack();
  const unavailable = { name: "Fault", code: "database_unavailable" };
  const nowhere = openPool("postgres://x:y@127.0.0.1:1/z");
  made.defer(() => nowhere.end());
  await assert.rejects(createSchema(nowhere), unavailable);
  const empty = await openEmpty(made);
  const rival = await beginRival(empty);
  await rival.query("select pg_advisory_xact_lock(482855118963)");
  const refused = assert.rejects(createSchema(empty), unavailable);
  await rival.waitedFor();
  await rival.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
  );
  await refused;
  await rival.commit();
});

test("[P14] a database that only reads, or is stricter, unless it is told otherwise is no hindrance", async () => {
  await using made = new AsyncDisposableStack();
  const empty = await openEmpty(made);
  const name = new URL(empty.options.connectionString ?? "").pathname.slice(1);
  await pool.query(`alter database ${name} set default_transaction_read_only = on`);
  await pool.query(`alter database ${name} set default_transaction_isolation = 'serializable'`);
  await createSchema(empty);
  const { store } = await openNew(postgres(empty), EIGHT);
  assert.equal((await join(store)).reading.size, 1);
  await store.close();
});

test("[P14] how an application reads its answers is not how the protocol does", async () => {
  await using made = new AsyncDisposableStack();
  const getTypeParser = (() => String) as typeof types.getTypeParser;
  const { connectionString = "" } = pool.options;
  const strange = new Pool({ connectionString, types: { getTypeParser } });
  made.defer(() => strange.end());
  const { store, name } = await openNew(postgres(strange), EIGHT);
  const { id } = await join(store);
  assert.equal((await alive(store, id)).size, 1);
  assert.deepEqual(
    (await who(strange, name)).map(({ index }) => index),
    [0],
  );
  await store.close();
  const here = { timeline: 1, started: "0" };
  assert.throws(() => readingOf("{}" as never, here, { number: 1 } as never), TypeError);
});
