/**
 * The embedded server, shared, left behind and cut short, with real processes.
 */
import assert from "node:assert/strict";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import {
  eventually,
  findRole,
  processesOf,
  ROOT,
  type Started,
  start,
} from "../e2e/muster-process.ts";

const USER = join(ROOT, "apps/node/src/e2e/embedded-user.ts");
const MAIN = join(ROOT, "apps/node/src/main.ts");
const folder = mkdtempSync(join(tmpdir(), "muster-embedded-"));
const asRoot = process.getuid?.() === 0;

const COMMAND = [process.execPath, "-C", "@muster/source"];

const use = (data: string, ...args: string[]): Started => start([...COMMAND, USER, data, ...args]);

function dataDirectory(name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}

async function stopAll(data: string, users: readonly Started[]): Promise<void> {
  for (const user of users) user.child.kill("SIGTERM");
  for (const user of users) assert.equal((await user.ended).code, 0, user.output());
  await nothingLeft(data);
}

const nothingLeft = (data: string) =>
  eventually(
    () => processesOf(data).length === 0,
    () => JSON.stringify(processesOf(data)),
  );

const urlOf = async (user: Started) => new URL((await user.saw(/url (\S+)/))[1] ?? "");

after(() => {
  for (const one of processesOf(folder)) process.kill(one.pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

test("[N9] [N12] four simultaneous first starts share one server, and the last one stops it", async () => {
  const data = dataDirectory("four");
  const users = [1, 2, 3, 4].map(() => use(data));
  const servers = new Set<string>();
  for (const user of users) servers.add((await user.saw(/server of (.+)/))[1] ?? "");
  assert.equal(servers.size, 1);
  const [first, second, third, fourth] = users as [Started, Started, Started, Started];
  first.child.kill("SIGKILL");
  second.child.kill("SIGTERM");
  third.child.kill("SIGKILL");
  await second.ended;
  // The killed ones are gone as soon as the kernel has closed their sockets.
  await sleep(500);
  const client = new Client((await urlOf(fourth)).href);
  await client.connect();
  await client.end();
  await stopAll(data, [fourth]);
});

test("[N12] what was written is there after a restart", async () => {
  const data = dataDirectory("kept");
  for (const statement of ["CREATE TABLE kept AS SELECT 42 AS n", "SELECT n FROM kept"]) {
    const user = use(data);
    const client = new Client((await urlOf(user)).href);
    await client.connect();
    const result = await client.query<{ n: number }>(statement);
    if (result.rows.length > 0) assert.deepEqual(result.rows, [{ n: 42 }]);
    else assert.equal(result.command, "SELECT");
    await client.end();
    await stopAll(data, [user]);
  }
});

test("[N13] a backend that is busy when its postmaster is killed does not stay", async () => {
  const data = dataDirectory("busy");
  const user = use(data, "busy");
  await user.saw(/busy/);
  process.kill(findRole("postmaster", data, user.pid), "SIGKILL");
  await user.saw(/lost: PostgreSQL ended unexpectedly/);
  await nothingLeft(data);
});

test("[N13] a server whose guardian and stopper were both killed does not block the next start", async () => {
  const data = dataDirectory("left");
  const user = use(data);
  await user.saw(/server of/);
  const postmaster = findRole("postmaster", data, user.pid);
  // The guardian first is not enough: the stopper would do its work.
  const stopper = findRole("stopper", data, user.pid);
  process.kill(stopper, "SIGSTOP");
  process.kill(findRole("guardian", data, user.pid), "SIGKILL");
  process.kill(stopper, "SIGKILL");
  await user.saw(/lost: the guardian of PostgreSQL ended/);
  assert.ok(
    processesOf(data).some((one) => one.pid === postmaster),
    "the server runs on",
  );
  const next = use(data);
  await next.saw(/server of/);
  assert.notEqual(findRole("postmaster", data, next.pid), postmaster);
  await stopAll(data, [next]);
});

test("[N16] what a power cut leaves does not block a start", async () => {
  const data = dataDirectory("cut");
  const first = use(data);
  await first.saw(/server of/);
  await stopAll(data, [first]);
  const home = join(data, "postgres");
  // A pid that is in use again: here, by this test.
  const pidFile = `${process.pid}\n/proc/self/cwd\n1\n5432\n\n127.0.0.1\n 1 1\nready\n`;
  writeFileSync(join(home, "data", "postmaster.pid"), pidFile);
  mkdirSync(join(home, "data.new"));
  writeFileSync(join(home, "data.new", "PG_VERSION"), "18\n");
  writeFileSync(join(home, "guardian.sock"), "");
  const { uid, gid } = statSync(home);
  for (const name of ["data/postmaster.pid", "data.new", "data.new/PG_VERSION", "guardian.sock"]) {
    chownSync(join(home, name), uid, gid);
  }
  const next = use(data);
  await next.saw(/server of/);
  assert.ok(!existsSync(join(home, "data.new")));
  await stopAll(data, [next]);
});

test("[N16] the server listens on one port of the loopback, and asks for its password", async () => {
  const data = dataDirectory("closed");
  const user = use(data);
  const url = await urlOf(user);
  assert.equal(url.hostname, "127.0.0.1");
  assert.ok(url.password.length >= 32);
  const wrong = new URL(url);
  wrong.password = "wrong";
  const client = new Client(wrong.href);
  await assert.rejects(client.connect(), { code: "28P01" });
  const postmaster = findRole("postmaster", data, user.pid);
  assert.equal(listeningSockets(postmaster), 1);
  for (const name of ["password", "postgres.log"]) {
    assert.equal(statSync(join(data, "postgres", name)).mode & 0o077, 0, `${name} can be read`);
  }
  await stopAll(data, [user]);
});

test("[N16] a shell's settings for other servers change nothing", async () => {
  const data = dataDirectory("shell");
  const env = { PGSSLMODE: "require", PGOPTIONS: "-c nonsense=1", PGSSLNEGOTIATION: "direct" };
  const user = start([...COMMAND, USER, data], { env });
  await user.saw(/server of/);
  await stopAll(data, [user]);
});

test("[N16] a damaged database is named, and its password stays", async () => {
  const data = dataDirectory("damaged");
  const first = use(data);
  await first.saw(/server of/);
  await stopAll(data, [first]);
  const home = join(data, "postgres");
  const password = readFileSync(join(home, "password"), "utf8");
  rmSync(join(home, "data", "PG_VERSION"));
  const next = use(data);
  assert.match((await next.ended).output, /the database is damaged, its PG_VERSION is gone: put/);
  assert.equal(readFileSync(join(home, "password"), "utf8"), password);
  await nothingLeft(data);
});

test("[N11] [N17] a database that is a file, or has lost its password, is named", async () => {
  const data = dataDirectory("named");
  const open = () => start([...COMMAND, MAIN, "up", "--port", "0", "--data", data]);
  writeFileSync(join(data, "postgres"), "");
  const file = await open().ended;
  assert.match(
    file.output,
    /^muster: cannot use the database in \S+\/named\/postgres: it is a file\n$/,
  );
  rmSync(join(data, "postgres"));
  const first = use(data);
  await first.saw(/server of/);
  await stopAll(data, [first]);
  writeFileSync(join(data, "postgres", "password"), "wr%ong/\n");
  const { code, output } = await open().ended;
  assert.equal(code, 1);
  const line =
    /muster: the database does not take the password in \S+\/password: put the right one back/;
  assert.match(output, line);
  assert.doesNotMatch(output, /wr%|^ +at /m);
  assert.equal(output.split("starting PostgreSQL").length, 2, output);
  await nothingLeft(data);
});

test("[N14] root's database is another user's, also under a folder that only root may enter", {
  skip: !asRoot,
}, async () => {
  const closed = dataDirectory("closed-to-others");
  chmodSync(closed, 0o700);
  // A path longer than a socket's address may be.
  const data = join(closed, "x".repeat(120), "data");
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const user = use(data);
  await user.saw(/server of/);
  const postmaster = findRole("postmaster", data, user.pid);
  for (const pid of [
    postmaster,
    findRole("guardian", data, user.pid),
    findRole("stopper", data, user.pid),
  ]) {
    const [, uid] = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    assert.equal(uid === "0", false, `${pid} runs as root`);
    if (!asRoot) assert.equal(uid, String(process.getuid?.()));
  }
  await stopAll(data, [user]);
});

test("[N13] a guardian whose starter died before it connected leaves again", async () => {
  const data = dataDirectory("alone");
  const guardian = start([
    process.execPath,
    join(ROOT, "apps/node/src/embedded/guardian.ts"),
    data,
  ]);
  await eventually(() => existsSync(join(data, "postgres", "guardian.sock")), guardian.output);
  assert.equal((await guardian.ended).code, 0);
  await nothingLeft(data);
});

/** How many sockets of a process listen on TCP or have a path. */
function listeningSockets(pid: number): number {
  const table = (name: string) => readFileSync(`/proc/${pid}/net/${name}`, "utf8").split("\n");
  const tcp = [...table("tcp"), ...table("tcp6")].map((line) => line.trim().split(/\s+/));
  const listening = new Set(
    tcp.filter((row) => row[3] === "0A").map((row) => `socket:[${row[9]}]`),
  );
  const unix = table("unix").map((line) => line.trim().split(/\s+/));
  for (const row of unix) if (row[7] !== undefined) listening.add(`socket:[${row[6]}]`);
  const descriptors = readdirSync(`/proc/${pid}/fd`);
  return descriptors.filter((fd) => listening.has(readlinkSync(`/proc/${pid}/fd/${fd}`))).length;
}
