/** The doctor beside an embedded server, and programs that use one through it. */
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { openPool } from "../../../../test/postgres.ts";
import { data, dataDirectory, ended, joined, work } from "../e2e/group-workers.ts";
import { muster } from "../e2e/muster-process.ts";

const doctor = (...args: string[]) => muster(["doctor", "--port", "0", ...args]).ended;

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
  assert.match(output, /^schema +muster up makes what is missing, \d+ steps\nrights +enough, on/m);
  assert.match(output, /^clock +that of the database agrees\n/m);
  const told = await muster(["doctor", "--json", "--port", "0", ...data], {
    env: { DATABASE_URL: url.trim() },
  }).ended;
  assert.equal(told.code, 0, told.output);
  const { ok, findings } = JSON.parse(told.output) as { ok: boolean; findings: { name: string }[] };
  const all = "muster node data running database schema rights clock port disk tls map";
  assert.deepEqual([ok, findings.map(({ name }) => name).join(" ")], [true, all]);
  assert.doesNotMatch(told.output, new RegExp(new URL(url).password));
  await pool.query("create role looker login password 'looker'");
  await pool.query("alter role looker set default_transaction_read_only = on");
  const looker = new URL(url.trim());
  looker.username = looker.password = "looker";
  const refused = await doctor("--database", looker.href);
  assert.equal(refused.code, 1, refused.output);
  assert.match(refused.output, /^rights +WRONG: it can only be read: use one/m);
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

test("[N22] a database that does not answer is a finding, with and without --json", async () => {
  // The discard port: nobody listens.
  const database = "postgres://ada:secret@127.0.0.1:9/march";
  const there = ["--data", join(dataDirectory, "nothing"), "--database", database];
  const { code, output } = await doctor(...there);
  assert.equal(code, 1, output);
  assert.match(output, /^database +WRONG: /m);
  assert.match(output, /^map /m);
  const told = await doctor(...there, "--json");
  const { ok, findings } = JSON.parse(told.output) as {
    ok: boolean;
    findings: { name: string; state: string }[];
  };
  const { state } = findings.find(({ name }) => name === "database") ?? {};
  assert.deepEqual([told.code, ok, state], [1, false, "wrong"]);
  assert.doesNotMatch(output + told.output, /secret/);
});
