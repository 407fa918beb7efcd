import assert from "node:assert/strict";
import test, { after } from "node:test";
import { Client, Pool } from "pg";
import { openTestDatabase } from "../../../../test/postgres.ts";
import { FakePorts } from "../../test/fake-ports.ts";
import { join } from "../join.ts";
import { systemPorts } from "../ports.ts";
import { postgres } from "../postgres.ts";
import { EIGHT, openNew } from "../store.contract.ts";
import { openFakePooler } from "./fake-pooler.ts";
import { beginRival } from "./fake-rival.ts";
import { openGroup } from "./opening.ts";
import { createSchema, migrations } from "./schema.ts";

const database = await openTestDatabase([{ name: "partition", migrations }]);
after(() => database.close());
const { pool } = database;

async function newSession(made: AsyncDisposableStack): Promise<Client> {
  const client = new Client({ connectionString: pool.options.connectionString ?? "" });
  await client.connect();
  made.defer(() => client.end());
  return client;
}

test("[P14] behind a pooler nothing of an opening stays in a session", async () => {
  await using made = new AsyncDisposableStack();
  const sessions = [await newSession(made), await newSession(made)] as const;
  const pooler = openFakePooler(sessions);
  await openGroup({ pool: pooler, ports: systemPorts }, "pooled", EIGHT);
  await createSchema(pooler);
  const left = `
    select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
      (select count(*)::integer from pg_locks where locktype = 'advisory'
       and database = (select oid from pg_database where datname = current_database())) as locks`;
  for (const session of sessions) {
    const { rows } = await session.query<Record<string, unknown>>(left);
    assert.deepEqual(rows, [{ statement: "0", lock: "0", locks: 0 }]);
  }
});

test("[P14] who opens a group while another makes it waits for that, not 250 ms", async () => {
  const rival = await beginRival(pool);
  await rival.query("select partition.agree('large', 8, false, 1)");
  const opened = openNew(postgres(pool), EIGHT, "large");
  await rival.waitedFor();
  await rival.query("select pg_sleep(0.4)");
  await rival.commit();
  await (await opened).store.close();
});

test("[P14] who opens a group that is as wanted waits for nobody", async () => {
  const { store, name } = await openNew(postgres(pool), EIGHT);
  const rival = await beginRival(pool);
  await rival.query("select from partition.member_group where name = $1 for update", [name]);
  await (await openNew(postgres(pool), EIGHT, name)).store.close();
  await rival.commit();
  await store.close();
});

test("[P14] a pool whose connections are all lent is given up on, and by a signal at once", async () => {
  await using made = new AsyncDisposableStack();
  const small = new Pool({ connectionString: pool.options.connectionString ?? "", max: 1 });
  made.defer(() => small.end());
  const lent = await small.connect();
  made.defer(() => lent.release());
  const ports = new FakePorts();
  const refused = assert.rejects(openGroup({ pool: small, ports }, "small", EIGHT), {
    name: "Fault",
    code: "database_unavailable",
    message: /no connection to lend/,
  });
  const stop = new AbortController();
  const joining = join(postgres(small, { ports }), "small", { signal: stop.signal });
  stop.abort(new Error("enough"));
  await assert.rejects(joining, /enough/);
  await ports.pass(10_000);
  await refused;
});
