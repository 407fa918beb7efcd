/** The doctor beside an embedded server, and programs that use one through it. */
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { openPool } from "../../../../test/postgres.ts";
import { data, dataDirectory, ended, joined, work } from "../e2e/group-workers.ts";
import { muster } from "../e2e/muster-process.ts";

const doctor = (...args: string[]) => muster(["doctor", ...args]).ended;

test("[N22] doctor tells that workers run their database, and how a program reaches it", async () => {
  const worker = work("beside");
  await joined(worker);
  const { output: url, code } = await doctor("--url", ...data);
  assert.equal(code, 0, url);
  const pool = openPool(url.trim(), "mine");
  const { rows } = await pool.query("select name from partition.member_group");
  assert.deepEqual(rows, [{ name: "beside" }]);
  const { output } = await doctor(...data);
  assert.match(output, /^running +no node\ndatabase +embedded; answers\npostgres +127\.0\.0\.1:/m);
  const used = new RegExp(`, used by process ${worker.pid}, 1 other connection; ends with`);
  assert.match(output, used);
  await pool.end();
  const named = await muster(["doctor", "--url", ...data], {
    env: { DATABASE_URL: "postgres://ada@h/d" },
  }).ended;
  assert.equal(named.code, 2);
  assert.match(named.output, /^muster: --url is the embedded PostgreSQL's: leave /);
  await ended(worker);
  const over = await doctor("--url", ...data);
  assert.deepEqual(
    [over.code, over.output.split(":")[1]],
    [1, " the embedded PostgreSQL does not run"],
  );
});

test("[N17] doctor shows the password only to who asks for the address", async () => {
  const worker = work("secret");
  await joined(worker);
  const { output: url } = await doctor("--url", ...data);
  const { password } = new URL(url);
  assert.ok(password.length > 20);
  for (const { output } of [await doctor(...data), await doctor("--help")]) {
    assert.doesNotMatch(output, new RegExp(password));
  }
  await ended(worker);
});

test("[N22] what a crash left behind is taken for no server", async () => {
  const crashed = join(dataDirectory, "crashed");
  await mkdir(join(crashed, "postgres/data"), { recursive: true });
  await writeFile(join(crashed, "postgres/password"), "secret\n");
  await writeFile(join(crashed, "postgres/data/postmaster.pid"), "1\n/data\n1\n1\n\n127.0.0.1\n");
  const { code, output } = await doctor("--data", crashed);
  assert.equal(code, 0, output);
  assert.match(output, /^database +embedded; it starts with muster up, or muster work$/m);
});
