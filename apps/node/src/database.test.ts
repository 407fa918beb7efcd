import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openFakePostgres } from "../test/fake-postgres.ts";
import { openDatabase, ping } from "./database.ts";

async function setUp(context: TestContext, version?: string) {
  const server = await openFakePostgres(version);
  context.after(() => server.close());
  const open = () =>
    openDatabase({
      databaseUrl: server.url,
      dataDirectory: "",
      signal: context.signal,
      onLost: () => assert.fail("a server that DATABASE_URL names is not ours to lose"),
      report: () => undefined,
    });
  return { server, open };
}

async function msOf(run: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await run();
  return performance.now() - startedMs;
}

test("[N21] a database that falls silent holds neither health nor a query", async (context) => {
  const { server, open } = await setUp(context);
  const database = await open();
  const { pool } = database;
  assert.equal(await ping(pool), true);
  server.fallSilent();
  const asked = msOf(() => assert.rejects(pool.query("SELECT 1"), /timeout/i));
  const pinged = await msOf(async () => assert.equal(await ping(pool), false));
  assert.ok(pinged < 3_000, `${pinged} ms`);
  const ms = await asked;
  assert.ok(ms < 10_000, `${ms} ms`);
  await database.close();
});

test("[N7] a connection that breaks while it is lent does not end the node", async (context) => {
  const { server, open } = await setUp(context);
  const database = await open();
  const client = await database.pool.connect();
  const { promise: isEnded, resolve } = Promise.withResolvers<void>();
  client.once("end", resolve);
  server.close();
  await isEnded;
  client.release(true);
  await database.close();
});

test("[N17] [N27] a PostgreSQL that is too old is named, without its password", async (context) => {
  await assert.rejects((await setUp(context, "150012")).open(), {
    code: "database_older",
    message:
      /^database someone@127\.0\.0\.1:\d+\/shop: it is PostgreSQL 15; Muster needs 17 or later$/,
  });
  await (await (await setUp(context, "170000")).open()).close();
});
