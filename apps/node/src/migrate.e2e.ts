/**
 * Migrations against a real server, by many nodes at once.
 */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { Pool } from "pg";
import { type Embedded, openEmbedded } from "./embedded/open.ts";
import { migrate } from "./migrate.ts";

const folder = mkdtempSync(join(tmpdir(), "muster-migrate-"));
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
  pool = new Pool({ connectionString: embedded.url });
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
  const ran = await Promise.all([1, 2, 3, 4].map(() => migrate(pool, [shop])));
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
  await assert.rejects(migrate(pool, [bad]), {
    code: "migration_failed",
    message: /^step 1 \(half\) of half failed: division by zero/,
  });
  const mended = steps("half", { "001-half.sql": "CREATE TABLE half.a (id int);" });
  assert.equal(await migrate(pool, [mended]), 1);
});

test("[N19] [N20] a changed step and a newer database are refused", async () => {
  const kept = steps("kept", { "001-a.sql": "SELECT 1", "002-b.sql": "SELECT 2" });
  await migrate(pool, [kept]);
  const changed = steps("kept", { "001-a.sql": "SELECT 3" });
  await assert.rejects(migrate(pool, [changed]), { code: "migration_changed" });
  steps("kept", { "001-a.sql": "SELECT 1" });
  rmSync(join(folder, "kept", "002-b.sql"));
  await assert.rejects(migrate(pool, [kept]), { code: "database_newer" });
});
