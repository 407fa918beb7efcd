/**
 * Migrations against a real server, by many nodes at once.
 */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { Client, type Pool } from "pg";
import { openPool } from "../../../test/postgres.ts";
import { type Embedded, openEmbedded } from "./embedded/open.ts";
import { migrate } from "./migrate.ts";

const folder = mkdtempSync(join(tmpdir(), "muster-migrate-"));
/** What waits for ever when it is broken is given up early. */
const HASTE = { timeout: 10_000 };
const options = { signal: new AbortController().signal, report: () => undefined };
let embedded: Embedded;
let pool: Pool;

before(async () => {
  const data = join(folder, "data");
  mkdirSync(data);
  const signal = new AbortController().signal;
  embedded = await openEmbedded(data, {
    signal,
    onLost: (fault) => assert.fail(fault.message),
    onProgress: () => {},
  });
  pool = openPool(embedded.url);
});

after(async () => {
  await pool.end();
  await embedded.close();
  rmSync(folder, { recursive: true, force: true });
});

function steps(name: string, files: Readonly<Record<string, string>>) {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return { name, migrations: pathToFileURL(path) };
}

const CREATE = "CREATE TABLE shop.item (id integer); SELECT pg_sleep(0.1);";

test("[N18] four nodes that start at once run each step once", async () => {
  const shop = steps("shop", {
    "001-create.sql": CREATE,
    "002-fill.sql": "INSERT INTO shop.item VALUES (1)",
  });
  const ran = await Promise.all([1, 2, 3, 4].map(() => migrate(pool, [shop], options)));
  assert.deepEqual(
    ran.toSorted((a, b) => a - b),
    [0, 0, 0, 2],
  );
  const items = await pool.query("SELECT id FROM shop.item");
  assert.deepEqual(items.rows, [{ id: 1 }]);
  const { rows } = await pool.query(
    "SELECT package, number, name FROM muster.migration ORDER BY number",
  );
  assert.deepEqual(rows, [
    { package: "shop", number: 1, name: "create" },
    { package: "shop", number: 2, name: "fill" },
  ]);
});

test("[N18] a step that fails leaves nothing of itself, and runs again when it is mended", async () => {
  const bad = steps("half", { "001-half.sql": "CREATE TABLE half.a (id int); SELECT 1/0;" });
  await assert.rejects(migrate(pool, [bad], options), {
    code: "migration_failed",
    message: /^step 1 \(half\) of half failed: division by zero/,
  });
  const mended = steps("half", { "001-half.sql": "CREATE TABLE half.a (id int);" });
  assert.equal(await migrate(pool, [mended], options), 1);
});

test("[N19] [N20] a changed step and a newer database are refused", async () => {
  const kept = steps("kept", { "001-a.sql": "SELECT 1", "002-b.sql": "SELECT 2" });
  await migrate(pool, [kept], options);
  const changed = steps("kept", { "001-a.sql": "SELECT 3" });
  await assert.rejects(migrate(pool, [changed], options), { code: "migration_changed" });
  steps("kept", { "001-a.sql": "SELECT 1" });
  rmSync(join(folder, "kept", "002-b.sql"));
  await assert.rejects(migrate(pool, [kept], options), { code: "database_newer" });
});

/** Another node that migrates: a session of its own that holds the lock. */
async function holdTurn(): Promise<{ release(): Promise<void> }> {
  const other = new Client(embedded.url);
  await other.connect();
  await other.query("SELECT pg_advisory_lock(120343056967026)");
  return { release: () => other.end() };
}

/** A migration that waits, and how to stop it. */
async function startWaiting(pool: Pool) {
  const stop = new AbortController();
  const { promise: waits, resolve } = Promise.withResolvers<string>();
  const ended = migrate(pool, [], { signal: stop.signal, report: resolve });
  ended.catch(() => undefined);
  assert.match(await waits, /^another node is migrating/);
  return { ended, stop: () => stop.abort(null) };
}

test(
  "[N5] [N18] who waits for another's migration says so, stops at once, and else goes on",
  HASTE,
  async () => {
    const turn = await holdTurn();
    const first = await startWaiting(pool);
    const next = await startWaiting(pool);
    const sinceMs = performance.now();
    first.stop();
    await assert.rejects(first.ended);
    assert.ok(performance.now() - sinceMs < 1_000);
    await turn.release();
    assert.equal(await next.ended, 0);
  },
);

test("[N5] a step that runs is cut off, and undone", HASTE, async () => {
  const long = steps("long", {
    "001-long.sql": "CREATE TABLE long.a (id int); SELECT pg_sleep(3)",
  });
  const stop = new AbortController();
  const ended = migrate(pool, [long], { ...options, signal: stop.signal });
  const sinceMs = performance.now();
  setTimeout(() => stop.abort(null), 500);
  await assert.rejects(ended);
  assert.ok(performance.now() - sinceMs < 2_000);
  const { rows } = await pool.query("SELECT to_regclass('long.a') AS made");
  assert.deepEqual(rows, [{ made: null }]);
});

test("[N7] a connection that is lost while it waits is told in one line", HASTE, async () => {
  const turn = await holdTurn();
  const own = openPool(embedded.url, "lost");
  const { ended } = await startWaiting(own);
  await pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lost'",
  );
  await assert.rejects(ended, {
    code: "migration_failed",
    message: /^cannot prepare the database: the connection to it was lost$/,
  });
  await turn.release();
  await own.end();
});

test("[N7] a user who may not make schemas, and a database to read only, are told apart", async () => {
  await pool.query("CREATE ROLE weak LOGIN PASSWORD 'weak'");
  await pool.query("CREATE DATABASE other");
  const url = new URL(embedded.url);
  url.pathname = "/other";
  const reader = new URL(url);
  reader.searchParams.set("options", "-c default_transaction_read_only=on");
  url.username = "weak";
  url.password = "weak";
  for (const [href, message] of [
    [url.href, /: its user may not create schemas in it: GRANT/],
    [reader.href, /: it can only be read/],
  ] as const) {
    const own = openPool(href);
    await assert.rejects(migrate(own, [], options), { code: "migration_failed", message });
    await own.end();
  }
});
