/** The verbs of groups on a database that is named: who may do little there, and tables that go. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createSchema } from "@muster/partition";
import type { Pool } from "pg";
import { openPool, openTestServer, type TestServer } from "../../../test/postgres.ts";
import { muster, type Started } from "./e2e/muster-process.ts";

/** Two roles and databases of this test's own: their names are the server's. */
const own = crypto.randomUUID().replaceAll("-", "").slice(0, 12);
const role = `worker_${own}`;
const REFUSED =
  /^muster: the schema partition of this database is missing, or older than this Muster: /m;

const started: Started[] = [];
let server: TestServer;
let admin: Pool;

before(async () => {
  server = await openTestServer();
  admin = openPool(server.url);
  await admin.query(`create role ${role} login password '${own}'`);
});

after(async () => {
  for (const { child } of started) if (child.exitCode === null) child.kill("SIGKILL");
  await admin.query(`drop role ${role}`);
  await admin.end();
  await server.close();
});

interface Prepared extends AsyncDisposable {
  /** Of who owns the database. */
  readonly pool: Pool;
  readonly url: string;
  /** Of one who may do no more than the package's README grants. */
  readonly workerUrl: string;
}

async function newDatabase(name: string): Promise<Prepared> {
  const database = `${name}_${own}`;
  await admin.query(`create database ${database}`);
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  const workerUrl = new URL(url);
  workerUrl.username = role;
  workerUrl.password = own;
  const pool = openPool(url.href);
  return {
    pool,
    url: url.href,
    workerUrl: workerUrl.href,
    [Symbol.asyncDispose]: async () => {
      await pool.end();
      await admin.query(`drop database ${database} with (force)`);
    },
  };
}

function run(verb: string, database: string, ...args: string[]): Started {
  const one = muster([verb, ...args, "--database", database]);
  started.push(one);
  return one;
}

const linesOf = (output: string) => output.split("\n").filter((line) => line.startsWith("muster:"));

test("[N32] who may only read and write the tables of groups can look at one, and take part", async () => {
  await using database = await newDatabase("prepared");
  await createSchema(database.pool);
  await database.pool.query(`
    grant usage on schema partition to ${role};
    grant select, insert, update, delete on all tables in schema partition to ${role};
    grant usage on all sequences in schema partition to ${role}`);
  const { workerUrl } = database;
  const worker = run("work", workerUrl, "reports");
  await worker.saw(/^reports:\[0\/1\]/m);
  const [seen, key, asked] = await Promise.all([
    run("who", workerUrl, "reports").ended,
    run("explain", workerUrl, "reports", "7").ended,
    run("drain", workerUrl, "reports", "0").ended,
  ]);
  assert.match(seen.output, /^\[0\/1\]|^nobody is in/m);
  assert.match(key.output, /^muster: group reports has no key 7/m);
  assert.match(asked.output, /is asked to hand over and leave$/m);
  assert.deepEqual([seen.code, key.code, asked.code], [0, 1, 0]);
  const { code, output } = await worker.ended;
  assert.equal(code, 0, output);
  assert.match(output, /asked to leave \(muster drain\): left the group$/m);
});

test("[N32] a look makes nothing in a database, and says how it is made", async () => {
  await using database = await newDatabase("empty");
  const { code, output } = await run("who", database.url, "reports").ended;
  assert.equal(code, 1, output);
  assert.match(output, REFUSED);
  const { rows } = await database.pool.query(
    "select nspname from pg_namespace where nspname in ('muster', 'partition')",
  );
  assert.deepEqual(rows, []);
  const worker = run("work", database.workerUrl, "reports");
  const refused = await worker.ended;
  assert.equal(refused.code, 1, refused.output);
  assert.match(
    refused.output,
    /^muster: cannot prepare the database: \S+ may not create the schema/m,
  );
  // With CREATE it could no more.
  await createSchema(database.pool);
  const { output: advice } = await run("work", database.workerUrl, "reports").ended;
  assert.match(advice, /^muster: .* may not use .* schema partition\. An owner .*: grant usage/m);
});

test("[N7] a member whose group's tables are gone ends by itself, and says so in one line", async () => {
  await using database = await newDatabase("dropped");
  const work = (group: string, ...flags: string[]) => run("work", database.url, group, ...flags);
  const workers = [work("reports"), work("slow", "--slow", "30")];
  const interrupted = work("interrupted");
  await Promise.all(
    [...workers, interrupted].map((worker) => worker.saw(/:\[0\/1\] working away/)),
  );
  const before = workers.map((worker) => linesOf(worker.output()).length);
  await database.pool.query("drop schema partition cascade");
  const sinceMs = performance.now();
  process.kill(-interrupted.pid, "SIGINT");
  const ends = await Promise.all(workers.map((worker) => worker.ended));
  for (const [index, { code, output }] of ends.entries()) {
    assert.equal(code, 1, output);
    const [line, ...more] = linesOf(output).slice(before[index]);
    assert.match(line ?? "", REFUSED);
    assert.deepEqual(more, []);
    assert.doesNotMatch(output, /^ +at /m);
  }
  const { code, output } = await interrupted.ended;
  // It may have heard of the loss before it was interrupted.
  assert.ok(code === 0 || (code === 1 && REFUSED.test(output)), `${code}: ${output}`);
  assert.doesNotMatch(output, /^ +at /m);
  const tookMs = performance.now() - sinceMs;
  assert.ok(tookMs < 15_000, `${tookMs} ms`);
});
