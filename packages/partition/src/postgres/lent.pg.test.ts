import assert from "node:assert/strict";
import test, { after } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openPool, openTestDatabase } from "../../../../test/postgres.ts";
import { FakePorts } from "../../test/fake-ports.ts";
import { systemPorts } from "../ports.ts";
import { commitEffect, type PostgresTransaction } from "./effects.ts";
import { migrations } from "./schema.ts";

const database = await openTestDatabase([{ name: "partition", migrations }]);
after(() => database.close());
const { pool } = database;
await pool.query("create table effect (name text)");

const GROUP = "lent";
const MEMBER = "00000000-0000-4000-8000-000000000000";
await pool.query(
  `insert into partition.ownership (group_name, key, number, owner, nonce)
   select $1, n::text, n, $2, 7 from generate_series(0, 1) n`,
  [GROUP, MEMBER],
);

type Run = (transaction: PostgresTransaction) => Promise<void>;

function commit(run: Run, means = { pool, ports: systemPorts }, key = "0"): Promise<boolean> {
  const owned = { key, fence: { timeline: 1, counter: 1, nonce: 7 } };
  const guard = { kind: "key", id: MEMBER as never, owned } as const;
  return commitEffect(means, GROUP, { guard, operation: null, run });
}

async function happened(name: string): Promise<number> {
  return (await pool.query("select from effect where name = $1", [name])).rowCount ?? 0;
}

/** Resolves when no other session of this database is in a transaction. */
async function untilQuiet(): Promise<void> {
  const busy = `select from pg_stat_activity where datname = current_database()
    and pid <> pg_backend_pid() and xact_start is not null and backend_type = 'client backend'`;
  for (let i = 0; (await pool.query(busy)).rowCount !== 0; i += 1) {
    assert.ok(i < 500, "a transaction goes on");
    await sleep(20);
  }
}

const INSERT = "insert into effect (name) values ($1)";

test("[P9] who ends the transaction with a statement is refused, and writes nothing after that", async () => {
  const leaving = ["commit", "rollback", "/* */; End", "commit and chain", "abort and chain"];
  for (const text of leaving) {
    const name = crypto.randomUUID();
    // What is not waited for does not slip out either, nor does an error that is ignored.
    const run: Run = async (transaction) => {
      const left = transaction.query(text).catch(() => {});
      const late = transaction.query(INSERT, [name]).catch(() => {});
      await Promise.all([left, late]);
    };
    const refused = { name: "Fault", code: "bad_input", message: /ended a transaction/ };
    await assert.rejects(commit(run), refused, text);
    assert.equal(await happened(name), 0, text);
  }
  await untilQuiet();
});

test("[P9] savepoints are the application's own, and what begins again does nothing", async () => {
  await commit(async (transaction) => {
    await transaction.query("begin");
    await transaction.query("savepoint here");
    await transaction.query(INSERT, ["taken back"]);
    await transaction.query("rollback to savepoint here");
    await transaction.query(INSERT, ["kept"]);
  });
  assert.deepEqual([await happened("taken back"), await happened("kept")], [0, 1]);
});

test("[P9] several statements in one text are refused, so that each is looked at", async () => {
  const text = "commit; insert into effect (name) values ('several')";
  await assert.rejects(
    commit(async (transaction) => void (await transaction.query(text))),
    { code: "42601" },
  );
  assert.equal(await happened("several"), 0);
});

test("[P14] a callback that never ends costs its call 2 s, and the pool nothing", async () => {
  const tooLong = { name: "Fault", code: "too_long" };
  await assert.rejects(
    commit(() => new Promise(() => {})),
    tooLong,
  );
  const ports = new FakePorts();
  const begun = Promise.withResolvers<void>();
  const unlimited = assert.rejects(
    commit(
      async (transaction) => {
        await transaction.query("set local transaction_timeout = 0");
        await transaction.query("set local idle_in_transaction_session_timeout = 0");
        begun.resolve();
        await transaction.query("select pg_sleep(60)");
      },
      { pool, ports },
    ),
    tooLong,
  );
  await begun.promise;
  await ports.pass(2_000);
  await unlimited;
  await untilQuiet();
  assert.equal(await commit(async () => {}), true);
});

test("[P14] a transaction inside of another waits for a connection no longer than for itself", async () => {
  const small = openPool(pool.options.connectionString ?? "");
  small.options.max = 1;
  const means = { pool: small, ports: systemPorts };
  const nested = commit(async () => void (await commit(async () => {}, means, "1")), means);
  await assert.rejects(nested, { name: "Fault", code: /^(too_long|database_unavailable)$/ });
  assert.equal(await commit(async () => {}, means), true);
  await small.end();
});
